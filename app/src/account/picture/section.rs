//! The square section of a picture, while it is moved and zoomed.

use model::pictures::Crop;

/// No section is narrower than this, in pixels, unless the picture is: less would be a few dots.
const NARROWEST: f64 = 64.0;
/// How far a picture can be zoomed into.
const DEEPEST: f64 = 8.0;

/// A section that lies inside its picture; in pixels of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Section {
    width: f64,
    height: f64,
    x: f64,
    y: f64,
    side: f64,
}

impl Section {
    /// The largest one, in the middle.
    pub(super) fn of(width: u32, height: u32) -> Self {
        let Crop { x, y, side } = Crop::middle(width, height);
        Self { width: width.into(), height: height.into(), x: x.into(), y: y.into(), side: side.into() }
    }

    fn widest(self) -> f64 {
        self.width.min(self.height)
    }

    /// Moved over the picture, as far as it goes.
    pub(super) fn moved(self, right: f64, down: f64) -> Self {
        let x = (self.x + right).clamp(0.0, self.width - self.side);
        let y = (self.y + down).clamp(0.0, self.height - self.side);
        Self { x, y, ..self }
    }

    /// Moved by parts of its own side.
    pub(super) fn stepped(self, right: f64, down: f64) -> Self {
        self.moved(right * self.side, down * self.side)
    }

    /// Zoomed around its middle: above 1 shows less of the picture.
    pub(super) fn zoomed(self, by: f64) -> Self {
        let narrowest = NARROWEST.max(self.widest() / DEEPEST).min(self.widest());
        let side = (self.side / by).clamp(narrowest, self.widest());
        let half = (self.side - side) / 2.0;
        Self { side, ..self }.moved(half, half)
    }

    /// How much it is zoomed.
    pub(super) fn percent(self) -> String {
        format!("{:.0}", 100.0 * self.widest() / self.side)
    }

    /// How many pixels of the picture one pixel of a window of this width shows.
    pub(super) fn per_pixel(self, window: f64) -> f64 {
        if window > 0.0 { self.side / window } else { 0.0 }
    }

    /// Where the picture lies behind the window through which it is seen, in percent of the window: properties of its
    /// style.
    pub(super) fn place(self) -> [(&'static str, String); 4] {
        let percent = |pixels: f64| format!("{}%", 100.0 * pixels / self.side);
        [
            ("width", percent(self.width)),
            ("height", percent(self.height)),
            ("left", percent(-self.x)),
            ("top", percent(-self.y)),
        ]
    }

    /// What is sent.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "inside a picture of a few thousand pixels"
    )]
    pub(super) fn crop(self) -> Crop {
        Crop { x: self.x.round() as u32, y: self.y.round() as u32, side: self.side.round() as u32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // S1.2
    #[test]
    fn a_section_stays_inside_whatever_is_done_to_it() {
        let begin = Section::of(1000, 600);
        assert_eq!(begin.crop(), Crop { x: 200, y: 0, side: 600 });
        assert_eq!(begin.moved(-9999.0, 40.0).crop(), Crop { x: 0, y: 0, side: 600 });
        assert_eq!(begin.moved(9999.0, -40.0).crop(), Crop { x: 400, y: 0, side: 600 });
        let zoomed = begin.zoomed(2.0);
        assert_eq!((zoomed.crop(), zoomed.percent()), (Crop { x: 350, y: 150, side: 300 }, "200".to_owned()));
        assert_eq!(zoomed.stepped(0.5, -0.5).crop(), Crop { x: 500, y: 0, side: 300 });
        assert_eq!(zoomed.stepped(9.0, 9.0).zoomed(0.1).crop(), Crop { x: 400, y: 0, side: 600 });
        assert_eq!(begin.zoomed(1000.0).crop().side, 75);
        for (width, height) in [(1, 1), (1, 4096), (4096, 3), (63, 64)] {
            let section = Section::of(width, height).zoomed(4.0).moved(7.0, -7.0).crop();
            assert_eq!(section, section.within(width, height));
        }
    }

    #[test]
    fn the_window_shows_exactly_the_section() {
        let placed: Vec<String> = Section::of(400, 200).zoomed(2.0).place().map(|(_, value)| value).to_vec();
        assert_eq!(placed, ["400%", "200%", "-150%", "-50%"]);
        assert!((Section::of(400, 200).per_pixel(100.0) - 2.0).abs() < f64::EPSILON);
    }
}
