"""
The keys of an AuditEvent that are read, and what its codes mean in our words. No rule: those are in fhir_event.py.

Sources: HL7 FHIR AuditEvent 4.0.1 and 5.0.0 with their value sets, DICOM PS3.16, and IHE Basic Audit Log Patterns 1.1
(BALP).
"""

from typing import Any

WORDS = {"code": "VARCHAR", "display": "VARCHAR", "text": "VARCHAR"}
CODE = WORDS | {"coding": [WORDS]}
"""A Coding and a CodeableConcept in one: which of the two a key holds has changed between versions."""
REFERENCE = {"reference": "VARCHAR", "display": "VARCHAR", "identifier": {"value": "VARCHAR"}}
SHAPE: dict[str, Any] = {
    **dict.fromkeys(("resourceType", "id", "action", "recorded", "occurredDateTime"), "VARCHAR"),
    **{"occurredPeriod": {"start": "VARCHAR"}, "outcome": "JSON", "patient": REFERENCE, "encounter": REFERENCE},
    **{"type": CODE, "subtype": [CODE], "category": [CODE], "code": CODE},
    **{"purposeOfEvent": [CODE], "authorization": [CODE], "extension": [{"valueReference": REFERENCE}]},
    "agent": [
        {
            **{"type": CODE, "role": [CODE], "who": REFERENCE, "altId": "VARCHAR", "requestor": "BOOLEAN"},
            **{"location": REFERENCE, "media": CODE, "purposeOfUse": [CODE], "authorization": [CODE]},
            **{"network": {"address": "VARCHAR", "type": "VARCHAR"}, "networkString": "VARCHAR"},
            "networkReference": REFERENCE,
        }
    ],
    "source": {"site": "JSON", "observer": REFERENCE},
    "entity": [{"what": REFERENCE, "type": CODE, "role": CODE, "query": "VARCHAR"}],
}

HUMAN = ("IRCP", "AUT", "humanuser")
"""Types of an agent that is a person: information recipient, author, human user."""
ACTIONS = {
    **{"C": ("create",), "R": ("read", "vread", "history", "history-instance"), "U": ("update", "patch")},
    **{"D": ("delete",), "E": ("search", "search-type", "search-system", "operation")},
}
"""Where an event names no action: its kind of RESTful interaction."""
OUTCOMES = {
    **{"success": ("0", "success", "information"), "minor_failure": ("4", "warning")},
    **{"serious_failure": ("8", "error"), "major_failure": ("12", "fatal")},
}
RECORD_CLASSES = {
    "result": ("Observation", "DiagnosticReport", "Specimen", "MolecularSequence"),
    "note": ("DocumentReference", "DocumentManifest", "Composition", "ClinicalImpression", "QuestionnaireResponse"),
    "order": ("ServiceRequest", "RequestGroup", "DeviceRequest", "NutritionOrder"),
    "medication": ("MedicationRequest", "MedicationAdministration", "MedicationDispense", "MedicationStatement"),
    "image": ("ImagingStudy", "ImagingSelection", "Media"),
    "billing": ("Claim", "ClaimResponse", "ExplanationOfBenefit", "Coverage", "Account", "Invoice", "ChargeItem"),
    "schedule": ("Appointment", "AppointmentResponse", "Schedule", "Slot"),
    "list": ("List", "Group"),
    "demographics": ("Patient", "Person", "RelatedPerson"),
    "chart": (
        *("Encounter", "EpisodeOfCare", "Condition", "Procedure", "AllergyIntolerance", "Immunization", "CarePlan"),
        *("CareTeam", "Goal", "Flag", "FamilyMemberHistory", "RiskAssessment", "Communication"),
    ),
    "admin": ("AuditEvent", "Provenance", "Consent", "Task", "Subscription"),
}
"""Which part of a record a resource is."""
PRINTED = ("110010", "110038")
"""DICOM codes of a medium one reads without a machine: film, paper."""
SERVERS = {"R": ("110153", "110152"), "D": ("custodian", "110150")}
"""Codes of the server and the client of a RESTful action (BALP). For other actions the two of R change sides."""
