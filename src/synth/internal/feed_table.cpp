// Written from docs/formats/ when the formats were frozen; synth_test compares the two.
#include "synth/internal/feeds.hpp"

namespace sallyport::synth {
namespace {

constexpr FeedSpec kFeeds[] = {
    {"police.ocgm_extract", "ocgm_extract", "OFFICIAL SENSITIVE", false,
     "Nomis No.,Establishment,Region,Prison Category,OCG ID Number,Cell Location,"
     "Earliest Possible Release Date,Release Date,Release Type,Main Offence,"
     "Sentence Length In Days,Surname,Forenames,Date of Birth,PNC Number,PND Id,"
     "CRO Number,CHS Number,OCGM Surname,OCGM Forenames,OCGM Date of Birth,"
     "OCGM PNC Number,OCGM Nominal ID,Gender,Aliases / Nicknames,Standing Within Ocg,"
     "Role: Corrupter,Can the data on this record be disseminated?,Priority Group"},
    {"police.ocg_list", "ocg_list", "OFFICIAL SENSITIVE", false,
     "OCG ID Number,OCGM: Band,Infiltration corruption subversion: Extent,"
     "Tactical awareness: Extent,Violent Capability: Extent"},
    {"police.group_register", "group_register", "OFFICIAL SENSITIVE", false,
     "OCG ID Number,Group name,Status,Definition used,Lead responsible officer,Area"},
    {"police.group_relations", "group_relations", "OFFICIAL SENSITIVE", false,
     "Relation ID,First OCG ID,Second OCG ID,Relation,From,To,Scheme,Source,Information,"
     "Handling,Report URN"},
    {"police.pras", "pras", "OFFICIAL SENSITIVE", false, "Surname,Forename,DOB,PNCID,NOMIS No."},
    {"police.intelligence_reports", "intelligence_reports", "OFFICIAL SENSITIVE", true, ""},
    {"police.billing", "billing", "OFFICIAL SENSITIVE", false,
     "Record ID,From number,To number,At,Duration seconds,Type,Authority reference"},
    {"police.stops", "stops", "OFFICIAL SENSITIVE", false,
     "Stop ID,Person number,At,Place,Town,Surname,Forenames,Date of Birth,Address,Postcode,"
     "Role,Registration,Make,Colour,Items,Outcome"},
    {"police.vehicles", "vehicles", "OFFICIAL SENSITIVE", false,
     "Registration,Make,Model,Colour,Keeper ID,Keeper surname,Keeper forenames,"
     "Keeper date of birth,Keeper address,Keeper postcode,From,To"},
    {"prison.roll", "roll", "OFFICIAL SENSITIVE", false,
     "prison_number,surname,forenames,date_of_birth,sex,status,prison,location,"
     "at_location_since,category,regime,sentence_type,sentence_days,main_offence,"
     "reception_date,earliest_release_date,release_date,release_type,pnc,cro,aliases,"
     "native_name"},
    {"prison.cell_moves", "cell_moves", "OFFICIAL SENSITIVE", false,
     "move_id,prison_number,prison,from_location,to_location,at,reason"},
    {"prison.movements", "movements", "OFFICIAL SENSITIVE", false,
     "movement_id,prison_number,surname,forenames,date_of_birth,type,reason,from_prison,"
     "to_prison,at,planned_location,escort,status"},
    {"prison.alerts", "alerts", "OFFICIAL SENSITIVE", false,
     "alert_id,prison_number,prison,type,code,description,active_from,active_to,comment,"
     "authorised_by,status,do_not_share_with_offender"},
    {"prison.non_associations", "non_associations", "OFFICIAL SENSITIVE", false,
     "na_id,first_prison_number,first_surname,first_forenames,first_date_of_birth,"
     "first_role,first_prison,second_prison_number,second_surname,second_forenames,"
     "second_date_of_birth,second_role,second_prison,reason,restriction,comment,"
     "authorised_by,created,closed,closed_reason"},
    {"prison.gang_nonassociations", "gang_nonassociations", "OFFICIAL SENSITIVE", false,
     "gna_id,first_group,second_group,reason,level,internal_location,transport,created,"
     "closed"},
    {"prison.visitors", "visitors", "OFFICIAL SENSITIVE", false,
     "visitor_id,surname,forenames,date_of_birth,address,postcode,phone,email,"
     "prison_number,prison,relationship,status,approved_on,restriction"},
    {"prison.visits", "visits", "OFFICIAL SENSITIVE", false,
     "visit_id,prison_number,prison,visitor_ids,at,duration_minutes,type,status"},
    {"prison.activities", "activities", "OFFICIAL SENSITIVE", false,
     "allocation_id,prison_number,prison,activity,place,slot,from,to"},
    {"prison.calls", "calls", "OFFICIAL SENSITIVE", false,
     "call_id,prison_number,prison,number,at,duration_seconds,result"},
    {"prison.legal_numbers", "legal_numbers", "OFFICIAL SENSITIVE", false,
     "number,kind,organisation,from,to"},
    {"prison.money_credits", "money_credits", "OFFICIAL SENSITIVE", false,
     "credit_id,prison_number,prison,received_at,amount,method,card_last4,card_expiry,"
     "billing_name,billing_postcode,sort_code,account_number,sender_name,sender_email"},
    {"prison.money_disbursements", "money_disbursements", "OFFICIAL SENSITIVE", false,
     "disbursement_id,prison_number,prison,sent_at,amount,method,recipient_name,sort_code,"
     "account_number,address,postcode"},
    {"prison.incidents", "incidents", "OFFICIAL SENSITIVE", true, ""},
    {"prison.notes", "notes", "OFFICIAL SENSITIVE", true, ""},
    {"prison.instruction_cards", "instruction_cards", "OFFICIAL SENSITIVE", false,
     "card_id,prison,wing,issued_by,at,instruction,ring,until"},
    {"prison.safer_custody", "safer_custody", "OFFICIAL SENSITIVE", false,
     "entry_id,prison_number,prison,at,kind,factor,text,entered_by"},
    {"prison.safer_custody_reports", "safer_custody_reports", "OFFICIAL SENSITIVE", true, ""},
    {"prison.counter_corruption_reports", "counter_corruption_reports", "SECRET", true, ""},
    {"prison.security_reports", "security_reports", "OFFICIAL SENSITIVE", true, ""},
    {"prison.staff", "staff", "OFFICIAL SENSITIVE", false,
     "staff_number,surname,forenames,prison,grade,unit,from,to"},
    {"prison.viper", "viper", "OFFICIAL SENSITIVE", false, "NOMIS No.,VIPER score"},
    {"prison.searches", "searches", "OFFICIAL SENSITIVE", false,
     "search_id,prison,week_from,kind,searches"},
    {"probation.cases", "cases", "OFFICIAL SENSITIVE", false,
     "crn,surname,forenames,date_of_birth,sex,prison_number,pnc,address,postcode,phone,"
     "contact_surname,contact_forenames,contact_date_of_birth,contact_relationship,"
     "contact_same_house,contact_phone,officer_code,officer_name,status,release_date,"
     "licence_end,concern,releasable_to"},
    {"probation.contacts", "contacts", "OFFICIAL SENSITIVE", false,
     "contact_id,crn,officer_code,at,kind,text,speaker,compartments,releasable_to"},
    {"probation.conditions", "conditions", "OFFICIAL SENSITIVE", false,
     "condition_id,crn,officer_code,kind,text,days,from_time,to_time,from,to,varies,"
     "reason,releasable_to"},
    {"regional.unit_reports", "unit_reports", "SECRET", true, ""},
};

}  // namespace

std::span<const FeedSpec> feed_specs() {
  return kFeeds;
}

const FeedSpec& feed_spec(std::string_view name) {
  for (const FeedSpec& spec : kFeeds) {
    if (name == spec.name) return spec;
  }
  SALLYPORT_ASSERT(false && "a feed that docs/formats does not have");
  return kFeeds[0];
}

}  // namespace sallyport::synth
