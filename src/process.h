// What both programs settle with the system before they begin: standard descriptors and signals.
// Tested by tests/system.
#pragma once

namespace rejig {

// Standard input, output and error that are not open get a descriptor that fails, lest a file opened later
// takes their place.
void hold_standard_descriptors();

// SIGINT, SIGTERM and SIGHUP call `handler`, once: a second one ends the process. What was ignored from the
// start (nohup) stays so. A closed pipe is an error of write(2), not a signal.
void catch_signals(void (*handler)(int));

}  // namespace rejig
