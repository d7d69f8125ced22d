//! The QR code as the path of a drawing: it needs no file, no address and no script.

use qrcode::{Color, EcLevel, QrCode};

/// Modules of light around it, which readers need.
const QUIET: usize = 4;

/// The width in modules, and the path that fills the dark ones. A text that fits no code gives an empty drawing; ours
/// are far shorter.
pub(super) fn path(text: &str) -> (u32, String) {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return (0, String::new()) };
    let width = code.width();
    let mut path = String::new();
    for (y, line) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = line[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.max(1);
        }
    }
    (u32::try_from(width + 2 * QUIET).unwrap_or_default(), path)
}

#[cfg(test)]
mod tests {
    use super::*;

    // TF-20
    #[test]
    fn drawing_has_the_three_corners() {
        let (size, path) = path("otpauth://totp/Kestrel:ana@b.example?secret=GEZDGNBVGY3TQOJQ&issuer=Kestrel");
        let right = size as usize - QUIET - 7;
        for corner in
            [format!("M{QUIET} {QUIET}h7v1"), format!("M{right} {QUIET}h7v1"), format!("M{QUIET} {right}h7v1")]
        {
            assert!(path.contains(&corner), "{corner}");
        }
        assert!(path.starts_with('M') && path.ends_with('z'));
    }
}
