"""By when: the catalogue (duties and their dated rules), directed dates, obligations and their flags."""

from duties.models.catalogue import DirectedDate, Duty, DutyRule, OwedBy, ProclaimedHoliday
from duties.models.obligations import Flag, Obligation

__all__ = ["DirectedDate", "Duty", "DutyRule", "Flag", "Obligation", "OwedBy", "ProclaimedHoliday"]
