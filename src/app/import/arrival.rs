//! What a person sees first: one sentence, one place to drop, one sample.

use leptos::prelude::*;

use super::choose::ChooseFiles;
use crate::app::delivery::Pane;
use crate::app::desk::use_desk;
use crate::app::parts::{Fraction, Icon};

/// The page before anything is open.
#[component]
pub fn Arrival() -> impl IntoView {
    let desk = use_desk();
    view! {
        <main id="main" class="arrival">
            <div class="hero">
                <div>
                    <h1>"Cohort charts that always say out of how many."</h1>
                    <p class="lead">"Open a survey export and compare cohorts on deployment frequency, rollback rate, recovery time and burnout. Every number keeps its base and its uncertainty."</p>
                </div>
                <div class="sum">
                    <Fraction part="54".to_string() whole="120".to_string()/>
                    <p>"45\u{a0}%,"<br/>"plausibly"<br/>"36 to 54"</p>
                </div>
            </div>
            <section class="drop" aria-label="Open files">
                <div class="in">
                    <h2>"Drop one or more files here"</h2>
                    <p class="soft">"Survey responses, one row per respondent; or what your tools export: deployments, incidents, pull requests, reviews. Or paste a table."</p>
                    <div class="row">
                        <ChooseFiles label="Choose files" class="button first big"/>
                        <button class="button big" type="button" on:click=move |_| desk.open_sample()>"Try the synthetic sample"</button>
                        <button class="button big" type="button" on:click=move |_| desk.open_team_sample()>"Three synthetic teams"</button>
                    </div>
                    <p class="small quiet reads">"Reads CSV and other delimited text in any encoding, Excel and OpenDocument workbooks, JSON records, and any of them in a zip or gz file."</p>
                    <p class="small">"Nobody says yet what was made with AI? "<button class="linked" type="button" on:click=move |_| desk.deliveries.pane.set(Pane::Kit)>"Keep a log for a month"</button>"."</p>
                </div>
                <div class="peek">
                    <h3>"The same 45\u{a0}% from three different bases"</h3>
                    <Peek/>
                    <p class="tiny quiet">"Synthetic. Thick line 80\u{a0}%, thin line 95\u{a0}% interval (Wilson)."</p>
                </div>
            </section>
            <p class="privacy">
                <Icon name="lock"/>
                <span>"Nothing you open here leaves this tab. " <b class="num">{move || desk.requests.get()}</b> " requests since load."</span>
            </p>
            <section class="three" aria-label="What to expect">
                <div>
                    <h3>"Uncertainty first"</h3>
                    <p>"Dots with intervals and whole distributions. Bars only where length is the point. Under 30 answers faint, under 5 hidden."</p>
                </div>
                <div>
                    <h3>"Definitions in view"</h3>
                    <p>"Every chart says what it counts, out of how many, by which method, and who was left out."</p>
                </div>
                <div>
                    <h3>"Ready for a slide"</h3>
                    <p>"A finding as title and a source line with n travel inside every saved picture. The numbers save as CSV."</p>
                </div>
            </section>
        </main>
    }
}

/// Three bases of one share. A drawing, not data.
#[component]
fn Peek() -> impl IntoView {
    let grid = [96.0, 146.5, 197.0, 247.5, 298.0];
    view! {
        <svg width="308" height="152" viewBox="0 0 308 152" role="img" aria-label="45 percent from bases of 20, 120 and 1,200: the interval narrows from 26–66 to 42–48.">
            {grid.into_iter().map(|x| view! { <line x1=x y1="8" x2=x y2="128" stroke="var(--line-strong)" stroke-width="0.75"></line> }).collect_view()}
            <g fill="var(--ink-3)" font-size="13">
                <text x="96" y="147" text-anchor="middle">"0"</text>
                <text x="197" y="147" text-anchor="middle">"50"</text>
                <text x="298" y="147" text-anchor="end">"100\u{a0}%"</text>
            </g>
            <g fill="var(--ink)" font-size="14" font-weight="600">
                <text x="0" y="33">"9 of 20"</text>
                <text x="0" y="73">"54 of 120"</text>
                <text x="0" y="113">"540 of 1,200"</text>
            </g>
            <g stroke="var(--ink)" stroke-width="1.75">
                <line x1="148.2" y1="28" x2="228.9" y2="28" stroke-dasharray="3 3"></line>
                <line x1="169.5" y1="68" x2="204.9" y2="68"></line>
                <line x1="181.3" y1="108" x2="192.6" y2="108"></line>
                <line x1="175.4" y1="68" x2="198.7" y2="68" stroke-width="5"></line>
                <line x1="183.2" y1="108" x2="190.6" y2="108" stroke-width="5"></line>
                <circle cx="186.9" cy="28" r="4.75" fill="var(--sunken)"></circle>
            </g>
            <circle cx="186.9" cy="68" r="5.5" fill="var(--ink)"></circle>
            <circle cx="186.9" cy="108" r="3.5" fill="var(--ink)"></circle>
        </svg>
    }
}
