"""The roles of an after-sales organisation (PTY-02), and the question who may do what."""

from __future__ import annotations

from sanbao.access import permissions
from sanbao.access.models import User
from sanbao.errors import Forbidden
from sanbao.i18n import N_, _
from sanbao.plugin.registry import Registry

#: Role code → title; the Chinese titles are in the catalogue (服务管理人员, 财务 …).
ROLES = {
    "administrator": N_("Administrator"),
    "service_manager": N_("Service manager"),
    "service_head": N_("Head of service"),
    "service_engineer": N_("Service engineer"),
    "service_clerk": N_("Customer-service clerk"),
    "visit_officer": N_("Visit officer"),
    "qc": N_("Quality control"),
    "design": N_("Design department"),
    "hr": N_("Human resources"),
    "sales": N_("Sales"),
    "sales_manager": N_("Sales manager"),
    "finance": N_("Finance"),
    "purchasing": N_("Purchasing"),
    "management_representative": N_("Management representative"),
    "general_manager": N_("General manager"),
    "project_manager": N_("Project manager"),
    "installer": N_("Installer"),
    "implementation_manager": N_("Implementation manager"),
    "auditor": N_("Auditor"),
}


class NotActive(Forbidden):
    """The person's account is switched off."""

    code = "access.not_active"
    message = N_("{user} is switched off and may do nothing")


class SamePerson(Forbidden):
    """One person may not do both (separation of duties)."""

    code = "access.same_person"
    message = N_("{user} did “{earlier}” on {document} and may not also do “{operation}”; ask a second person")


class Access:
    """What one person may do in one transaction; everything is denied until a role allows it."""

    def __init__(self, user: User, registry: Registry, grants: dict[tuple[str, str], bool]) -> None:
        self.user = user
        self.registry = registry
        self.grants = grants
        self._found: dict[str, list[str]] = {}

    def roles_for(self, permission: str) -> list[str]:
        """Return the roles that give a permission: the manifest's default, then the company's own word."""
        if permission not in self._found:
            allowed = permissions.default_roles(self.registry, permission, self.roles_for)
            for (role, granted), is_allowed in self.grants.items():
                if granted == permission:
                    (allowed.add if is_allowed else allowed.discard)(role)
            self._found[permission] = sorted(allowed)
        return self._found[permission]

    def may(self, permission: str) -> bool:
        """Tell whether the person has a permission; an administrator has every one."""
        roles = self.user.role_codes
        if not self.user.is_active:
            return False
        if "administrator" in roles:
            return True
        return bool(roles & set(self.roles_for(permission)))

    def require(self, permission: str) -> None:
        """Refuse, naming the roles that could, unless the person may."""
        if not self.user.is_active:
            raise NotActive(user=self.user.login)
        if not self.may(permission):
            titles = [_(self.registry.role_title(role)) for role in self.roles_for(permission)]
            raise Forbidden(
                user=self.user.login,
                operation=permission,
                roles=", ".join(titles) or _(ROLES["administrator"]),
            )
