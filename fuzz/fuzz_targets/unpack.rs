//! Any bytes are unpacked; nothing may panic, run on or fill the memory.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = denominator::unpack::unpack("a.zip", bytes);
});
