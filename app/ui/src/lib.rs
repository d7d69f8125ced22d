//! Components of the console: how things look and how they are operated, never what they are about.
//!
//! Knows no feature and calls no server. Every word comes in as a property, because only the caller
//! knows the language; every icon is a drawing of the sprite. Colors, sizes and shapes are in
//! `style/ui`, one sheet per component, under the same name.
//!
//! Invariant: the server and the browser draw the same. No component reads the clock, the window or
//! the storage while it draws; what needs script appears through [`hydrated()`].
//!
//! # Rules
//!
//! - **The native element first**, with the roles and keys that `design.md` §6 lists and no others.
//! - **It works without script**: links lead, forms post, popovers and `command` open. A control that
//!   cannot work then is not there before hydration.
//! - **Blocked, not disabled**: a control that cannot be used says why beside it and stays reachable.
//! - **Typed text is kept**: a field takes over what stands in it before it follows its signal.
//! - **No `style`, no generic parameters, no `inner_html`** (but for [`TextArea`], which says why).
//!
//! # To add a component
//!
//! 1. One file named like it, with a sentence for the component and one for every property;
//!    `#[prop(into)] Signal<String>` for words, `Callback` for what happens, `ViewFn` for slots.
//! 2. Its looks in `style/ui/<name>.css`, imported by `style/main.css`; new drawings in `style/icons.txt`.
//! 3. Whatever it computes goes into a plain function with tests.
//! 4. A line in the list below.

#![expect(unreachable_pub, reason = "`#[component]` writes each body as a second function that stays in its module")]

mod announcer;
mod avatar;
mod badge;
mod banner;
mod button;
mod checkbox;
mod chip;
mod copy;
mod dialog;
mod dom;
mod drawer;
mod empty_state;
mod field;
mod hydrated;
mod icon;
mod icon_button;
mod live;
mod menu;
mod page_title;
mod pager;
mod password_field;
mod person;
mod popover;
mod radio;
mod reveal;
mod search_field;
mod seat_strip;
mod segment;
mod select;
mod skeleton;
mod skip_link;
mod slate;
mod status;
mod style;
mod switch;
mod table;
mod tally;
mod text_area;
mod time_text;
mod toast;
mod wordmark;

pub use announcer::{Announcer, StatusRegion, provide_announcer, use_announcer};
pub use avatar::{Avatar, AvatarProps, AvatarSize};
pub use badge::{Badge, BadgeProps, Count, CountProps};
pub use banner::{Banner, BannerProps};
pub use button::{Button, ButtonKind, ButtonLink, ButtonLinkProps, ButtonProps};
pub use checkbox::{Checkbox, CheckboxProps};
pub use chip::{Chip, ChipKind, ChipProps};
pub use copy::{CopyButton, CopyButtonProps, CopyLine, CopyLineProps};
pub use dialog::{Dialog, DialogProps, close_dialog, show_dialog};
pub use drawer::{Drawer, DrawerProps};
pub use empty_state::{EmptyState, EmptyStateProps};
pub use field::{TextField, TextFieldProps};
pub use hydrated::hydrated;
pub use icon::{AssetBase, Icon, IconProps};
pub use icon_button::{IconButton, IconButtonProps, IconLink, IconLinkProps};
pub use live::{Shown, aria_true, effect, live, shown, shown_while};
pub use menu::{
    Menu, MenuHeading, MenuHeadingProps, MenuItem, MenuItemProps, MenuLink, MenuLinkProps, MenuProps, MenuRadio,
    MenuRadioProps, MenuSeparator,
};
pub use page_title::{PageTitle, PageTitleProps};
pub use pager::{Pager, PagerProps};
pub use password_field::{PasswordField, PasswordFieldProps};
pub use person::{Person, PersonProps};
pub use popover::{Popover, PopoverProps};
pub use radio::{Radio, RadioProps};
pub use reveal::reveal_passwords;
pub use search_field::{SearchField, SearchFieldProps};
pub use seat_strip::{SeatCounts, SeatKey, SeatKeyEntry, SeatKeyProps, SeatMark, SeatStrip, SeatStripProps, StripSize};
pub use segment::{Segment, SegmentLink, SegmentLinkProps, SegmentProps};
pub use select::{Choice, SelectField, SelectFieldProps};
pub use skeleton::{Skeleton, SkeletonProps};
pub use skip_link::{MAIN_ID, SkipLink, SkipLinkProps};
pub use slate::{Fact, FactTone, Slate, SlateProps};
pub use status::{Status, StatusKind, StatusProps};
pub use style::{Align, Size, Tone};
pub use switch::{Switch, SwitchProps};
pub use table::{PlainHeader, PlainHeaderProps, Sort, SortHeader, SortHeaderProps, TableFrame, TableFrameProps};
pub use tally::Tally;
pub use text_area::{TextArea, TextAreaProps};
pub use time_text::{TimeText, TimeTextProps};
pub use toast::{Toast, ToastRegion, ToastRegionProps, Toasts, provide_toasts, use_toasts};
pub use wordmark::{Wordmark, WordmarkProps};
