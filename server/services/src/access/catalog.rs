//! The catalog of rights as data: what each action needs, and what each role holds and can hold.
//!
//! `product/model.md` §3.3 is [`requirement`]; the matrices of §4.1, §4.3 and §4.4 are the functions about roles.
//! Whether a particular person has what is needed is found out by the rules.

use model::access::{Action, CompanyPermission, CompanyRole, ProjectPermission, ProjectRole};

/// What an action needs: any one of the grants, and what goes with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Requirement {
    /// Any one is enough.
    pub(super) any_of: &'static [Grant],
    /// Whether the password or a code is asked for again.
    pub(super) step_up: StepUp,
    /// Whether an API key may do it; none may do what asks for step-up.
    pub(super) api_key: ApiKey,
}

/// One way to be granted an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grant {
    /// Any company role; a Guest only for people on shared projects. Nobody sees archived users by it.
    Directory,
    /// A company permission.
    Company(CompanyPermission),
    /// Being the Owner.
    Ownership,
    /// Being the one in question.
    OwnEntry,
    /// One's own account; nothing else is ever in question.
    OwnAccount,
    /// Organization Admin of a user's home organization, or of the one from which an invitation is sent.
    HomeOrganization,
    /// Organization Admin of the organization.
    OrganizationAdmin,
    /// Any role in the organization.
    OrganizationPlace,
    /// The brand, checked.
    Brand,
    /// All of the brand's open projects: the brand, checked, or its organization, for whoever is no Guest.
    BrandProjects,
    /// A project permission.
    Project(ProjectPermission),
    /// Being Project Owner, Administrator or Owner.
    ProjectControl,
}

/// Whether the password or a code is asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StepUp {
    /// No.
    Never,
    /// When the role Administrator is given or taken.
    ForAdministrator,
    /// Yes.
    Always,
}

/// Whether an API key may do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ApiKey {
    /// Like its owner.
    Allowed,
    /// Never.
    Refused,
}

const USERS: &[Grant] = &[Grant::Company(CompanyPermission::Users)];
const USERS_OR_HOME: &[Grant] = &[Grant::Company(CompanyPermission::Users), Grant::HomeOrganization];

/// What an action needs.
pub(super) const fn requirement(action: Action) -> Requirement {
    match action {
        Action::UsersDirectory => {
            by(&[Grant::Directory, Grant::Company(CompanyPermission::Users), Grant::HomeOrganization, Grant::OwnEntry])
        }
        Action::UsersView => by(&[Grant::Company(CompanyPermission::Users), Grant::OwnEntry]),

        Action::InvitationsSend | Action::InvitationsResend | Action::InvitationsCopyLink => {
            by(USERS_OR_HOME).step_up(StepUp::ForAdministrator)
        }
        Action::InvitationsCancel | Action::UsersRename | Action::UsersDisable | Action::UsersEnable => {
            by(USERS_OR_HOME)
        }
        Action::UsersChangeUsername | Action::UsersAnnotate | Action::UsersRestore | Action::MailInvitations => {
            by(USERS)
        }
        Action::UsersChangeEmail | Action::UsersDelete | Action::AccessChangeAdministrator => {
            by(USERS).step_up(StepUp::Always)
        }
        Action::AccessChange => by(USERS).step_up(StepUp::ForAdministrator),

        Action::CredentialsHelp | Action::SecurityEnforce | Action::SecurityRelease => {
            by(&[Grant::Company(CompanyPermission::Security)]).step_up(StepUp::Always)
        }
        Action::SecurityEdit => by(&[Grant::Company(CompanyPermission::Security)]).without_key(),
        Action::MailAll => by(&[Grant::Company(CompanyPermission::Security)]),

        Action::SettingsEdit => by(&[Grant::Company(CompanyPermission::Settings)]),
        Action::BrandingEdit => by(&[Grant::Company(CompanyPermission::Styles)]),
        Action::SeatsView => by(&[Grant::Company(CompanyPermission::Billing)]).without_key(),
        Action::SeatsBuy => by(&[Grant::Company(CompanyPermission::Billing)]).step_up(StepUp::Always),
        Action::GroupsEdit => by(&[Grant::Company(CompanyPermission::Groups)]),
        Action::OrganizationsCreate => by(&[Grant::Company(CompanyPermission::Organizations)]),
        Action::AuditView => by(&[Grant::Company(CompanyPermission::Audit)]),
        Action::OwnershipTransfer => by(&[Grant::Ownership]).step_up(StepUp::Always),

        Action::OrganizationsManage => by(&[Grant::OrganizationAdmin]),
        Action::OrganizationsView => by(&[Grant::OrganizationPlace, Grant::OrganizationAdmin]),
        Action::BrandsView => by(&[Grant::Brand, Grant::OrganizationAdmin]),

        Action::ProjectsCreate => by(&[Grant::Company(CompanyPermission::Creator), Grant::BrandProjects]),
        Action::ProjectsView => by(&[Grant::Project(ProjectPermission::View)]),
        Action::NotesWrite => by(&[Grant::Project(ProjectPermission::Comment)]),
        Action::ReviewsManage => by(&[Grant::Project(ProjectPermission::Share)]),
        Action::VersionsPublish => by(&[Grant::Project(ProjectPermission::Content)]),
        Action::TasksEdit => by(&[Grant::Project(ProjectPermission::ContentPlus)]),
        Action::TasksControl => by(&[Grant::Project(ProjectPermission::Pro)]),
        Action::TeamEdit | Action::TeamAssignOwner => by(&[Grant::Project(ProjectPermission::Team)]),
        Action::ProjectsEdit => by(&[Grant::ProjectControl]),
        Action::ProjectsDelete => by(&[Grant::ProjectControl]).step_up(StepUp::Always),

        Action::AccountEdit => by(&[Grant::OwnAccount]),
        // Asks for the old password, which is its own proof.
        Action::PasswordChange => by(&[Grant::OwnAccount]).without_key(),
        Action::CredentialsEdit | Action::TwoFactorEnroll => by(&[Grant::OwnAccount]).step_up(StepUp::Always),
    }
}

/// The company permissions that a role contains.
pub(super) const fn role_permissions(role: CompanyRole) -> &'static [CompanyPermission] {
    match role {
        CompanyRole::Owner | CompanyRole::Administrator => CompanyPermission::ALL,
        CompanyRole::Member | CompanyRole::Guest => &[],
    }
}

/// The company permissions that a role can hold, by itself or as an extra.
pub(super) const fn ceiling(role: CompanyRole) -> &'static [CompanyPermission] {
    match role {
        CompanyRole::Owner | CompanyRole::Administrator => CompanyPermission::ALL,
        CompanyRole::Member => &[
            CompanyPermission::Users,
            CompanyPermission::Creator,
            CompanyPermission::Styles,
            CompanyPermission::Billing,
            CompanyPermission::Settings,
            CompanyPermission::Groups,
            CompanyPermission::Organizations,
            CompanyPermission::Audit,
        ],
        CompanyRole::Guest => &[],
    }
}

/// What of these permissions a role can hold on top of what it contains.
pub(crate) fn holdable(role: CompanyRole, permissions: &[CompanyPermission]) -> Vec<CompanyPermission> {
    let contained = role_permissions(role);
    permissions.iter().copied().filter(|one| ceiling(role).contains(one) && !contained.contains(one)).collect()
}

/// Everything that a role with these permissions on top may do, in the order of [`CompanyPermission::ALL`].
pub(crate) fn effective(role: CompanyRole, permissions: &[CompanyPermission]) -> Vec<CompanyPermission> {
    let extra = holdable(role, permissions);
    let holds = |one: &CompanyPermission| role_permissions(role).contains(one) || extra.contains(one);
    CompanyPermission::ALL.iter().copied().filter(holds).collect()
}

/// The project permissions that a place on the team contains; the company role has a say in it.
pub(super) const fn team_permissions(role: ProjectRole, company: CompanyRole) -> &'static [ProjectPermission] {
    match (role, company) {
        (ProjectRole::Owner, _) => ProjectPermission::ALL,
        (ProjectRole::Participant, CompanyRole::Guest) => &[ProjectPermission::View, ProjectPermission::Comment],
        (ProjectRole::Participant, CompanyRole::Owner | CompanyRole::Administrator | CompanyRole::Member) => {
            &[ProjectPermission::View, ProjectPermission::Comment, ProjectPermission::Content]
        }
    }
}

/// The project permissions that a checked brand gives on its open projects. Team is missing: managing people is the
/// business of Project Owners and of the organization.
pub(super) const BRAND_PERMISSIONS: &[ProjectPermission] = &[
    ProjectPermission::View,
    ProjectPermission::Comment,
    ProjectPermission::Share,
    ProjectPermission::Content,
    ProjectPermission::ContentPlus,
    ProjectPermission::Pro,
];

/// The project permissions that a company role gives on open projects without a brand.
pub(super) const fn open_project_permissions(role: CompanyRole) -> &'static [ProjectPermission] {
    match role {
        CompanyRole::Owner | CompanyRole::Administrator => ProjectPermission::ALL,
        CompanyRole::Member => &[ProjectPermission::View, ProjectPermission::Comment],
        CompanyRole::Guest => &[],
    }
}

/// The project permissions that a company role can hold, whatever grants them.
pub(super) const fn project_ceiling(role: CompanyRole) -> &'static [ProjectPermission] {
    match role {
        CompanyRole::Owner | CompanyRole::Administrator | CompanyRole::Member => ProjectPermission::ALL,
        CompanyRole::Guest => &[ProjectPermission::View, ProjectPermission::Comment, ProjectPermission::Content],
    }
}

/// Whether a company role can be granted an action in this way at all.
pub(super) fn can_hold(role: CompanyRole, grant: Grant) -> bool {
    match grant {
        Grant::Company(permission) => ceiling(role).contains(&permission),
        Grant::Project(permission) => project_ceiling(role).contains(&permission),
        Grant::Ownership => role == CompanyRole::Owner,
        Grant::BrandProjects | Grant::ProjectControl => role != CompanyRole::Guest,
        Grant::Directory
        | Grant::OwnEntry
        | Grant::OwnAccount
        | Grant::HomeOrganization
        | Grant::OrganizationAdmin
        | Grant::OrganizationPlace
        | Grant::Brand => true,
    }
}

const fn by(any_of: &'static [Grant]) -> Requirement {
    Requirement { any_of, step_up: StepUp::Never, api_key: ApiKey::Allowed }
}

impl Requirement {
    const fn step_up(self, step_up: StepUp) -> Self {
        Self { step_up, ..self }
    }

    const fn without_key(self) -> Self {
        Self { api_key: ApiKey::Refused, ..self }
    }
}
