"""The job's speeds as a bar chart in SVG, readable on a light and on a dark page."""
import html

WIDTH, LEFT, RIGHT, TOP, ROW, BAR = 760, 150, 150, 62, 28, 18
OMITTED = ("cat",)  # the disk cache's speed; it would press all others together

STYLE = """
text { font: 14px system-ui, sans-serif; fill: #24292f }
.small { font-size: 12px; fill: #57606a }
.title { font-size: 16px; font-weight: 600 }
.bar { fill: #8c959f }
.ours { fill: #0969da }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .small { fill: #9198a1 }
  .bar { fill: #6e7681 }
  .ours { fill: #4493f8 }
}
"""


def chart(results, about):
    """`results` are those of the job, by name."""
    drawn = [r for name, r in results.items() if r.samples and name not in OMITTED]
    drawn.sort(key=lambda r: r.speed, reverse=True)
    if not drawn:
        return ""
    height = TOP + ROW * len(drawn) + 16
    jq = next((r.speed for r in drawn if r.command.name == "jq"), None)
    rows = [bar(n, r, drawn[0].speed, jq) for n, r in enumerate(drawn)]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img" aria-labelledby="title">',
        f"<style>{STYLE}</style>",
        text(16, 24, "Two rules over fine-tuning records, file to /dev/null: MB/s", "title", ' id="title"'),
        text(16, 44, f"{about['machine']}, {about['size'] >> 20} MiB, {about['date']}; more is better", "small"),
        *rows, "</svg>"]) + "\n"


def bar(n, result, fastest, jq):
    name, y = result.command.name, TOP + ROW * n
    width = max(1.0, (WIDTH - LEFT - RIGHT) * result.speed / fastest)
    times = f" ({result.speed / jq:,.0f} x jq)" if jq and name != "jq" and result.speed > 2 * jq else ""
    label = f"{result.speed / 1e6:,.0f} MB/s{times}"
    kind = "bar ours" if name.startswith("rejig") else "bar"
    return "\n".join([
        text(LEFT - 10, y + 14, shown(name), "", ' text-anchor="end"'),
        f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" rx="2"/>',
        text(LEFT + width + 8, y + 14, label)])


def shown(name):
    return {"stage 1": "simdjson stage 1", "iterate_many": "simdjson loop"}.get(name, name)


def text(x, y, words, kind="", more=""):
    kind = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y}"{kind}{more}>{html.escape(words)}</text>'
