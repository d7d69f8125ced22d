//! The few words that several components share: size, tone, alignment.

/// How much room a control takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// The height of a field.
    #[default]
    Normal,
    /// Inside rows, cards and boxes.
    Small,
}

impl Size {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Normal => "",
            Self::Small => " is-small",
        }
    }
}

/// What a color says; there are no other colors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// The normal case, gray.
    #[default]
    Neutral,
    /// You can act on it.
    Act,
    /// It waits for somebody.
    Waiting,
    /// It failed, or it destroys.
    Failed,
    /// It has just been confirmed.
    Confirmed,
}

impl Tone {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "",
            Self::Act => " is-teal",
            Self::Waiting => " is-tung",
            Self::Failed => " is-red",
            Self::Confirmed => " is-green",
        }
    }
}

/// Under which edge of its button a popover stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// The end edges meet: for buttons at the end of a row.
    #[default]
    End,
    /// The start edges meet.
    Start,
}

impl Align {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::End => "",
            Self::Start => " to-start",
        }
    }
}

/// `class` with an optional addition of the caller.
pub(crate) fn with_extra(class: String, extra: Option<String>) -> String {
    match extra {
        Some(extra) => format!("{class} {extra}"),
        None => class,
    }
}
