// What programs settle with the system before they begin: standard descriptors, signals and stacks.
// Tested by tests/system.
#pragma once

namespace rejig {

// Standard input, output and error that are not open get a descriptor that fails, lest a file opened later
// takes their place.
void hold_standard_descriptors();

// A stack without a limit becomes one of the usual size, for each thread. The first would else take all memory where a
// program recurses without end, and the others would have so little that what is too deep depended on the thread.
void limit_stacks();

// `once`: a second signal ends the process, whatever it leaves behind.
enum class Handled { once, each_time };

// SIGINT, SIGTERM and SIGHUP call `handler`. What was ignored from the
// start (nohup) stays so. A closed pipe and a limit of the size of files are errors of write(2), not signals.
void catch_signals(void (*handler)(int), Handled handled = Handled::once);

}  // namespace rejig
