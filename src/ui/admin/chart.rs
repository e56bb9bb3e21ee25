//! A chart of days: bars up for what came in, bars down for what went out, as a drawing with words and a table behind
//! it. Sizes are attributes: the page allows no styles of its own.

use leptos::prelude::*;

use super::words::short_day;
use crate::ui::markup::Markup;

/// The drawing's size in its own units.
const WIDTH: i64 = 600;
const HEIGHT: i64 = 160;

/// The chart of what came in and went out on each day.
pub(super) fn flow(id: &'static str, title: &str, days: &[(String, i64, i64)]) -> AnyView {
    let total_in: i64 = days.iter().map(|(_, came, _)| came.abs()).sum();
    let total_out: i64 = days.iter().map(|(_, _, went)| went.abs()).sum();
    let words = [title, ": ", &total_in.to_string(), " in, ", &total_out.to_string(), " out"].concat();
    let title_id = [id, "-title"].concat();
    let drawing = bars(&title_id, &words, days);
    let labelled = title_id.clone();
    view! {
        <figure class="chart">
            <svg
                class="chart__drawing"
                viewBox="0 0 600 160"
                role="img"
                aria-labelledby=labelled
                preserveAspectRatio="none"
                inner_html=drawing
            ></svg>
            <figcaption class="chart__words">{words}</figcaption>
            <details class="chart__table">
                <summary class="link link--quiet">"As a table"</summary>
                <div inner_html=table(days)></div>
            </details>
        </figure>
    }
    .into_any()
}

fn bars(title_id: &str, words: &str, days: &[(String, i64, i64)]) -> String {
    let most = days.iter().map(|(_, came, went)| came.abs().max(went.abs())).max().unwrap_or(0).max(1);
    let count = i64::try_from(days.len()).unwrap_or(1).max(1);
    let middle = HEIGHT / 2;
    let step = WIDTH / count;
    let mut html = Markup::with_capacity(200 + days.len() * 160);
    html.raw("<title").attribute("id", title_id).raw(">").text(words).raw("</title>");
    for (at, (_, came, went)) in days.iter().enumerate() {
        let x = i64::try_from(at).unwrap_or(0) * step;
        let up = came.abs() * (middle - 2) / most;
        let down = went.abs() * (middle - 2) / most;
        bar(&mut html, "chart__in", (x, middle - up), (step - 3, up));
        bar(&mut html, "chart__out", (x, middle), (step - 3, down));
    }
    html.raw("<path class=\"chart__line\" d=\"M0 80H600\"/>");
    html.finish()
}

fn bar(html: &mut Markup, class: &str, (x, y): (i64, i64), (width, height): (i64, i64)) {
    if height > 0 {
        html.raw("<rect")
            .attribute("class", class)
            .attribute("x", &x.to_string())
            .attribute("y", &y.to_string())
            .attribute("width", &width.max(1).to_string())
            .attribute("height", &height.to_string())
            .raw("/>");
    }
}

fn table(days: &[(String, i64, i64)]) -> String {
    let mut html = Markup::default();
    html.raw("<table class=\"changes\"><thead><tr><th scope=\"col\">Day</th><th scope=\"col\">In</th><th scope=\"col\">Out</th></tr></thead><tbody>");
    for (day, came, went) in days {
        html.raw("<tr><th scope=\"row\">")
            .text(&short_day(day))
            .raw("</th><td>")
            .text(&came.abs().to_string())
            .raw("</td><td>")
            .text(&went.abs().to_string())
            .raw("</td></tr>");
    }
    html.raw("</tbody></table>");
    html.finish()
}

/// Shares of a whole as bars, each a link: how many things are in each state.
pub(super) fn shares(rows: &[(String, u32)], address: impl Fn(&str) -> String) -> AnyView {
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let mut html = Markup::default();
    for (name, count) in rows {
        let width = (u64::from(*count) * 100 / u64::from(most)).to_string();
        html.raw("<li><a class=\"share\"").attribute("href", &address(name)).raw(">");
        super::parts::write_status(&mut html, name);
        html.raw("<svg class=\"share__bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect height=\"4\"")
            .attribute("width", &width)
            .raw("/></svg><b class=\"share__count\">")
            .text(&super::words::number(*count))
            .raw("</b></a></li>");
    }
    view! { <ul class="shares" inner_html=html.finish()></ul> }.into_any()
}
