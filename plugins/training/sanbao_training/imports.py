"""The tables that people bring to the training plugin: people, lists of trainees, results, the role matrix, skills."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.importing.columns import DAY, choices, day
from sanbao.plugin import ImportKind
from sanbao.tables import YES_NO, Column
from sanbao_training.schemas.common import LANGUAGES, PARTY_ROLES

_NAME = Column("name", "姓名", "Name", required=True, example="张三")
_PARTY = Column(
    "party", "单位编码", "Party", example="C001", help=N_("The code of a customer, supplier or installer.")
)
_FACTS = (
    Column(
        "identity",
        "证件尾号",
        "Identity",
        example="123X",
        help=N_("The end of an identity card or passport number is enough."),
    ),
    Column("phone", "电话", "Phone", example="13800000000"),
    Column("email", "邮箱", "E-mail"),
    Column("language", "语言", "Language", choices=choices(LANGUAGES)),
    Column(
        "jobs", "拟从事工作", "Jobs", example="installation", help=N_("Kinds of work, such as installation.")
    ),
)
_PERSON = (
    Column("code", "人员编码", "Code", required=True, example="P001"),
    _NAME,
    Column("name_en", "英文姓名", "English name"),
    _PARTY,
    *_FACTS,
    Column("is_trainer", "是否讲师", "Trainer", choices=YES_NO),
)
_SKILL = (
    Column("code", "技能编码", "Code", required=True, example="ELEC"),
    Column("name", "技能名称", "Name", required=True, example="电工证"),
    Column("name_en", "英文名称", "English name"),
    Column("valid_months", "有效月数", "Valid months", example="36"),
    Column("is_licence", "是否外部执照", "Licence", choices=YES_NO),
)
_MATRIX = (
    Column("kind_of_work", "工作类型", "Kind of work", required=True, example="installation"),
    Column(
        "skills",
        "所需技能",
        "Skills",
        required=True,
        example="ELEC",
        help=N_("Codes of skills; several with commas."),
    ),
    Column("party_role", "仅限角色", "Only for", choices=choices(PARTY_ROLES)),
    Column("valid_from", "起始日期", "From", required=True, example="2024-01-01", help=DAY),
    day("valid_until", "截止日期", "Until"),
)
_TRAINEE = (
    Column("training_session", "班次编号", "Session", required=True, example="TC202406-0001"),
    _NAME,
    _PARTY,
    *_FACTS,
)

KINDS = [
    ImportKind("training_skill", N_("Skills"), "training_skill.create", _SKILL, "code", "技能"),
    ImportKind(
        "training_matrix", N_("Skills that a work needs"), "training_matrix.require", _MATRIX, "", "岗位技能"
    ),
    ImportKind(
        "training_person",
        N_("People who learn or teach"),
        "training_person.create",
        _PERSON,
        "code",
        "学员与讲师",
    ),
    ImportKind(
        "training_trainee",
        N_("List of trainees"),
        "training_session.enrol_name",
        _TRAINEE,
        "",
        "学员名单",
        subject="training_session",
    ),
]
