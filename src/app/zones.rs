//! Time zones, as the browser knows them.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::delivery::Zone;

const HOUR: i64 = 3600;
/// 2005, and 2045.
const FROM: i64 = 1_104_537_600;
const TO: i64 = 2_366_841_600;

/// The zone of the reader's clock.
pub fn local() -> Zone {
    let name = Reflect::get(
        &Intl::DateTimeFormat::default().resolved_options(),
        &"timeZone".into(),
    );
    let name = name.ok().and_then(|name| name.as_string());
    of(name.as_deref().unwrap_or("this device"), &|at| {
        let date = Date::new(&JsValue::from_f64(at as f64 * 1000.0));
        Some(-(date.get_timezone_offset() * 60.0) as i64)
    })
    .unwrap_or_default()
}

/// The names of all zones, such as Europe/Berlin; none where the browser does not list them.
pub fn names() -> Vec<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into());
    let list = intl.and_then(|intl| Reflect::get(&intl, &"supportedValuesOf".into()));
    let list = list.and_then(JsCast::dyn_into::<Function>);
    let told = list.and_then(|list| list.call1(&JsValue::NULL, &"timeZone".into()));
    let told = told.and_then(JsCast::dyn_into::<Array>).unwrap_or_default();
    told.iter().filter_map(|name| name.as_string()).collect()
}

/// The zone that is called so; none where the browser knows no such.
pub fn named(name: &str) -> Option<Zone> {
    let options = Object::new();
    let says = [("timeZone", name), ("timeZoneName", "longOffset")];
    for (key, value) in says {
        Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    // A name that is none throws.
    let format = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let format = Reflect::get(&format, &"DateTimeFormat".into()).ok()?;
    let arguments = Array::of2(&"en-US".into(), &options);
    let format = Reflect::construct(format.dyn_ref::<Function>()?, &arguments).ok()?;
    let format: Intl::DateTimeFormat = format.dyn_into().ok()?;
    of(name, &|at| {
        let date = Date::new(&JsValue::from_f64(at as f64 * 1000.0));
        let parts = format.format_to_parts(&date);
        let told = parts.iter().find_map(|part| {
            let says = |key: &str| Reflect::get(&part, &key.into()).ok()?.as_string();
            (says("type")? == "timeZoneName").then(|| says("value"))?
        });
        seconds(&told?)
    })
}

/// "GMT+05:30" in seconds.
fn seconds(told: &str) -> Option<i64> {
    let told = told.strip_prefix("GMT")?;
    if told.is_empty() {
        return Some(0);
    }
    let (sign, rest) = match told.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, told.trim_start_matches(['-', '\u{2212}'])),
    };
    let mut all = 0;
    for (part, unit) in rest.split(':').zip([HOUR, 60, 1]) {
        all += part.parse::<i64>().ok()? * unit;
    }
    Some(sign * all)
}

/// A zone with its changes, each found to the minute; `ahead` says how many seconds it is ahead of UTC at a point in time.
fn of(name: &str, ahead: &dyn Fn(i64) -> Option<i64>) -> Option<Zone> {
    let mut changes = vec![(FROM, ahead(FROM)?)];
    let mut at = FROM;
    while at < TO {
        let next = at + 7 * 24 * HOUR;
        let (before, after) = (changes[changes.len() - 1].1, ahead(next)?);
        if before != after {
            let (mut low, mut high) = (at, next);
            while high - low > 60 {
                let middle = low + (high - low) / 2;
                match ahead(middle)? == before {
                    true => low = middle,
                    false => high = middle,
                }
            }
            changes.push((high - high.rem_euclid(60), after));
        }
        at = next;
    }
    let is_utc = changes.iter().all(|(_, ahead)| *ahead == 0);
    Some(Zone {
        name: if is_utc {
            String::new()
        } else {
            name.to_owned()
        },
        changes,
        first_day: 0,
    })
}
