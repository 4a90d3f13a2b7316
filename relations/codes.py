"""The code lists of the field, with the words a reader sees.

Sources: IATI 2.03 code lists (finance, flow and aid types, activity status), OECD DAC purpose
codes, the guest ranks of the host's protocol, POCOM and COLT for tiers and purposes. Codes are
stable and stand in fixtures and addresses; the words may improve.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    REJECTED = "rejected", _("Rejected")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", pgettext_lazy("a document", "Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged")


#: States in which a document waits for its editors; readers do not know of it.
WAITING = frozenset({Status.DRAFT, Status.SUBMITTED, Status.REJECTED, Status.SCHEDULED})
#: States of which readers know: what is there, and what became of what was.
PUBLIC = frozenset({Status.PUBLISHED, Status.WITHDRAWN, Status.MERGED})


class CorrectionState(TextChoices):
    """What became of a reader's report."""

    OPEN = "open", pgettext_lazy("a correction", "Open")
    CORRECTED = "corrected", pgettext_lazy("a correction", "Corrected")
    DECLINED = "declined", pgettext_lazy("a correction", "Declined")


class EventType(TextChoices):
    RECOGNITION = "recognition", _("Recognition")
    ESTABLISHMENT = "establishment-of-relations", _("Establishment of relations")
    MISSION_OPENED = "mission-opened", _("Mission opened")
    MISSION_CLOSED = "mission-closed", _("Mission closed")
    MISSION_STAFFED = "mission-staffed", _("Mission staffed")
    OFFICE_OPENED = "office-opened", _("Office opened")
    CREDENTIALS = "credentials", _("Credentials presented")
    AGREEMENT = "agreement", _("Agreement")
    JOINT_STATEMENT = "joint-statement", _("Joint statement")
    STATEMENT = "statement", _("Statement")
    SANCTION_IMPOSED = "sanction-imposed", _("Sanction imposed")
    SANCTION_LIFTED = "sanction-lifted", _("Sanction lifted")
    CONSULTATION = "consultation", _("Consultation or meeting")
    CONFERENCE = "conference", _("Conference")
    NAME_POLICY = "name-policy", _("Name policy")
    CULTURAL_EXCHANGE = "cultural-exchange", _("Culture and education")
    TRADE_MEASURE = "trade-measure", _("Trade measure")


class AgreementStatus(TextChoices):
    INITIALLED = "initialled", _("Initialled")
    SIGNED = "signed", _("Signed")
    RATIFIED = "ratified", _("Ratified")
    IN_FORCE = "in-force", pgettext_lazy("an agreement", "In force")
    AMENDED = "amended", _("Amended")
    TERMINATED = "terminated", _("Terminated")


class Form(TextChoices):
    """How people met."""

    IN_PERSON = "in-person", _("In person")
    ONLINE = "online", _("Online")
    PHONE = "phone", _("By telephone")


class Rank(TextChoices):
    """The rank a host's protocol gives a guest."""

    STATE = "state", _("State visit")
    OFFICIAL = "official", _("Official visit")
    OFFICIAL_WORKING = "official-working", _("Official working visit")
    WORKING = "working", _("Working visit")
    MFA_GUEST = "mfa-guest", _("Guest of the foreign ministry")
    PRIVATE = "private", _("Private visit")
    TRANSIT = "transit", _("Transit")
    UNKNOWN = "unknown", _("Rank not recorded")


class Purpose(TextChoices):
    BILATERAL_TALKS = "bilateral-talks", _("Bilateral talks")
    SUMMIT = "summit", _("Summit")
    CONFERENCE = "conference", _("Conference")
    CEREMONY = "ceremony", _("Ceremony")
    SIGNING = "signing", _("Signing")
    UN_MARGINS = "un-margins", _("Margins of the United Nations")
    INSPECTION = "inspection", _("Inspection")
    SPEECH_PARLIAMENT = "speech-parliament", _("Speech in parliament")
    OTHER = "other", _("Other purpose")


class Tier(TextChoices):
    HEAD_OF_STATE = "head-of-state", _("Head of state")
    HEAD_OF_GOVERNMENT = "head-of-government", _("Head of government")
    FOREIGN_MINISTER = "foreign-minister", _("Foreign minister")
    MINISTER = "minister", _("Minister")
    SPEAKER = "speaker", _("Speaker of parliament")
    SPECIAL_ENVOY = "special-envoy", _("Special envoy")
    AMBASSADOR = "ambassador", _("Ambassador")
    OTHER = "other", _("Other office")


class Role(TextChoices):
    """What a person or an organisation did in a record."""

    VISITOR = "visitor", _("Visitor")
    HOST = "host", _("Host")
    PARTICIPANT = "participant", _("Participant")
    SIGNATORY = "signatory", _("Signatory")
    SPEAKER = "speaker", _("Speaker")
    FUNDER = "funder", _("Funder")
    EXTENDING = "extending", _("Extending organisation")
    IMPLEMENTER = "implementer", _("Implementer")
    RECIPIENT = "recipient", _("Recipient")
    ESTIMATOR = "estimator", _("Estimated by")


#: The roles of those who are there when people meet; the others may act from afar.
PRESENT = (Role.VISITOR, Role.HOST, Role.PARTICIPANT, Role.SIGNATORY, Role.SPEAKER)


class LinkRole(TextChoices):
    """Read from the record that states it: *from* implements *to*."""

    ANNOUNCED_DURING = "announced-during", _("Announced during")
    IMPLEMENTS = "implements", _("Implements")
    AMENDS = "amends", _("Amends")
    PART_OF = "part-of", _("Part of")
    FOLLOWS = "follows", _("Follows")


#: How a link reads from the record it points to.
LINK_SEEN_FROM_TARGET = {
    LinkRole.ANNOUNCED_DURING: _("Announced here"),
    LinkRole.IMPLEMENTS: _("Implemented by"),
    LinkRole.AMENDS: _("Amended by"),
    LinkRole.PART_OF: _("Includes"),
    LinkRole.FOLLOWS: _("Followed by"),
}


class SourceKind(TextChoices):
    OFFICIAL = "official", _("Official, of a party")
    TREATY = "treaty", _("Treaty text")
    INTERNATIONAL = "international", _("International organisation")
    ACADEMIC = "academic", _("Academic")
    PRESS = "press", _("Press")
    TERTIARY = "tertiary", _("Tertiary")


class Weakness(TextChoices):
    """Why a source is weak, where its kind does not say so already."""

    REPRINT = "reprint", _("a reprint, not the original")
    SECOND_HAND = "second-hand", _("reports what others said or wrote")


class LinkResult(TextChoices):
    """How the address of a source answered when it was last asked."""

    OK = "ok", pgettext_lazy("an address", "Answers")
    MOVED = "moved", pgettext_lazy("an address", "Moved for good")
    GONE = "gone", pgettext_lazy("an address", "Gone")
    REFUSED = "refused", pgettext_lazy("an address", "Refuses to answer")
    ERROR = "error", pgettext_lazy("an address", "Answers with an error")
    UNREACHABLE = "unreachable", pgettext_lazy("an address", "Cannot be reached")
    UNSAFE = "unsafe", pgettext_lazy("an address", "Leads where this site does not go")


class Stance(TextChoices):
    SUPPORTS = "supports", _("Supports")
    CONTRADICTS = "contradicts", _("Contradicts")


class PlaceKind(TextChoices):
    CITY = "city", _("City")
    SITE = "site", _("Site")
    REGION = "region", _("Region")
    COUNTRY = "country", _("Country")
    OTHER = "other", _("Other place")


class OrganisationKind(TextChoices):
    GOVERNMENT = "government", _("Government")
    MINISTRY = "ministry", _("Ministry")
    EMBASSY = "embassy", _("Embassy")
    AGENCY = "agency", _("Agency")
    BANK = "bank", _("Bank")
    INTERNATIONAL = "international", _("International organisation")
    COMPANY = "company", _("Company")
    OTHER = "other", _("Other organisation")


class Scheme(TextChoices):
    """Who else numbers people, organisations and places: the keys of their `identifiers`."""

    WIKIDATA = "wikidata", "Wikidata"
    GEONAMES = "geonames", "GeoNames"
    ISNI = "isni", "ISNI"
    VIAF = "viaf", "VIAF"
    IATI = "iati", "IATI"


class AidForm(TextChoices):
    GRANT = "grant", _("Grant")
    LOAN = "loan", _("Loan")
    CREDIT_LINE = "credit-line", _("Credit line")
    GUARANTEE = "guarantee", _("Guarantee")
    IN_KIND = "in-kind", _("In kind")
    TECHNICAL_COOPERATION = "technical-cooperation", _("Technical cooperation")
    UNSPECIFIED = "unspecified", _("Form not stated")


#: Codes that say that no source gives the value: they are no claim.
NOT_STATED = {Rank.UNKNOWN.value, AidForm.UNSPECIFIED.value}


class Stage(TextChoices):
    """IATI transaction types 12, 2 and 3; an allocation (Kiel) stands between the last two."""

    PLEDGE = "pledge", _("Pledge")
    COMMITMENT = "commitment", _("Commitment")
    ALLOCATION = "allocation", _("Allocation")
    DISBURSEMENT = "disbursement", _("Disbursement")


class Qualifier(TextChoices):
    EXACT = "exact", _("Exactly")
    AT_LEAST = "at-least", _("At least")
    UP_TO = "up-to", _("Up to")
    ABOUT = "about", pgettext_lazy("a quantity", "About")


class Unit(TextChoices):
    PIECE = "piece", pgettext_lazy("after a number", "pieces")
    VEHICLE = "vehicle", pgettext_lazy("after a number", "vehicles")
    SET = "set", pgettext_lazy("after a number", "sets")
    TONNE = "tonne", pgettext_lazy("after a number", "tonnes")
    PERSON = "person", pgettext_lazy("after a number", "people")


class FinanceType(TextChoices):
    """IATI FinanceType; 410 "Aid loan" is withdrawn, 421 takes its place."""

    STANDARD_GRANT = "110", _("Standard grant")
    INTEREST_SUBSIDY = "210", _("Interest subsidy")
    STANDARD_LOAN = "421", _("Standard loan")
    REIMBURSABLE_GRANT = "422", _("Reimbursable grant")
    BONDS = "423", _("Bonds")
    COMMON_EQUITY = "510", _("Common equity")
    GUARANTEES = "1100", _("Guarantees and insurance")


class FlowType(TextChoices):
    """IATI FlowType. Military help is not official development assistance."""

    ODA = "10", _("Official development assistance")
    OTHER_OFFICIAL = "21", _("Other official flows")
    EXPORT_CREDITS = "22", _("Officially supported export credits")
    PRIVATE = "30", _("Private development finance")
    NON_FLOW = "40", _("Not a flow")
    OTHER = "50", _("Other flows")


class AidType(TextChoices):
    """IATI AidType."""

    BUDGET_SUPPORT = "A01", _("General budget support")
    SECTOR_BUDGET_SUPPORT = "A02", _("Sector budget support")
    CORE_NGO = "B01", _("Core support to organisations")
    CORE_MULTILATERAL = "B02", _("Core contributions to multilateral institutions")
    PROGRAMME_CONTRIBUTION = "B03", _("Contributions to specific-purpose programmes")
    POOLED = "B04", _("Pooled funding")
    PROJECT = "C01", _("Project-type interventions")
    DONOR_PERSONNEL = "D01", _("Donor country personnel")
    OTHER_TECHNICAL = "D02", _("Other technical assistance")
    SCHOLARSHIPS = "E01", _("Scholarships")
    DEBT_RELIEF = "F01", _("Debt relief")


class ActivityStatus(TextChoices):
    """IATI ActivityStatus."""

    PIPELINE = "1", _("Pipeline")
    IMPLEMENTATION = "2", _("Implementation")
    FINALISATION = "3", _("Finalisation")
    CLOSED = "4", _("Closed")
    CANCELLED = "5", _("Cancelled")
    SUSPENDED = "6", _("Suspended")


class Sector(TextChoices):
    """OECD DAC purpose codes, vocabulary 1: those met in this record."""

    PUBLIC_SECTOR_POLICY = "15110", _("Public sector policy")
    PUBLIC_FINANCE = "15111", _("Public finance management")
    MIGRATION = "15190", _("Migration")
    SECURITY_SYSTEM = "15210", _("Security system management and reform")
    PEACE_BUILDING = "15220", _("Peace-building")
    LAND_MINES = "15250", _("Removal of land mines")
    BASIC_HEALTH = "12220", _("Basic health care")
    EDUCATION_POLICY = "11110", _("Education policy")
    WATER_LARGE = "14020", _("Water supply and sanitation: large systems")
    CULTURE = "16061", _("Culture and recreation")
    ROADS = "21020", _("Road transport")
    RENEWABLES = "23210", _("Renewable energy generation")
    NUCLEAR = "23510", _("Nuclear energy and safety")
    POWER_TRANSMISSION = "23630", _("Electric power transmission")
    AGRICULTURE_POLICY = "31110", _("Agricultural policy")
    BUDGET_SUPPORT = "51010", _("General budget support")
    IMPORT_SUPPORT = "53030", _("Import support")
    DEBT_FORGIVENESS = "60020", _("Debt forgiveness")
    MATERIAL_RELIEF = "72010", _("Material relief")
    EMERGENCY_HEALTH = "72011", _("Emergency health care")
    EMERGENCY_FOOD = "72040", _("Emergency food assistance")
    RELIEF_COORDINATION = "72050", _("Relief co-ordination")
    RECONSTRUCTION = "73010", _("Immediate reconstruction")
    REFUGEES = "93010", _("Refugees in donor countries")
    NOT_SPECIFIED = "99810", _("Sector not specified")
