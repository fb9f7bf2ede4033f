extension BarChart {
    /// Readable on light and on dark pages: the picture has a ground of its own, which follows the reader's choice.
    static let style = """
        text { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328; }
        .title { font-size: 18px; font-weight: 600; }
        .note { font-size: 12px; fill: #59636e; }
        .heading { font-size: 12px; font-weight: 600; }
        .name, .label { font-size: 11px; }
        .label { fill: #59636e; }
        .ground { fill: #ffffff; }
        .whisker { stroke: #1f2328; stroke-width: 1; fill: none; }
        .reference { stroke: #59636e; stroke-width: 1; stroke-dasharray: 3 2; fill: none; }
        .routing { fill: #b6bec8; }
        .nftables { fill: #d3b48c; }
        .haproxy { fill: #86b58c; }
        .nginx { fill: #b79fd6; }
        .bind { fill: #b6bec8; }
        .knot { fill: #86b58c; }
        .nsd { fill: #b79fd6; }
        .fairway { fill: #2f7fd6; }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3; }
        .note, .label { fill: #9da7b3; }
        .ground { fill: #0d1117; }
        .whisker { stroke: #e6edf3; }
        .reference { stroke: #9da7b3; }
        .routing { fill: #565f6b; }
        .nftables { fill: #8a6d45; }
        .haproxy { fill: #47794f; }
        .nginx { fill: #745d96; }
        .bind { fill: #565f6b; }
        .knot { fill: #47794f; }
        .nsd { fill: #745d96; }
        .fairway { fill: #3f8ee6; }
        }
        """
}
