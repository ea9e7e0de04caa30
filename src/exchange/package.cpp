#include "exchange/package.hpp"

namespace sallyport::exchange {

bool allowed(model::Property property) {
  using P = model::Property;
  switch (property) {
    case P::full_name:
    case P::surname:
    case P::given_name:
    case P::alias:
    case P::native_name:
    case P::date_of_birth:
    case P::prison_number:
    case P::former_prison_number:
    case P::pnc_number:
    case P::cro_number:
    case P::crn:
    case P::ocg_nominal_id:
    case P::phone_number:
    case P::email_address:
    case P::card_ending:
    case P::bank_account:
    case P::plate:
    case P::vehicle_description:
    case P::imei:
    case P::iccid:
    case P::address:
    case P::postcode:
    case P::group_number:
    case P::group_name:
    case P::group_band:
    case P::place_name:
    case P::place_type:
    case P::place_code:
    case P::establishment:
    case P::organisation_name:
    case P::serial_number:
      return true;
    default:
      return false;
  }
}

bool allowed(model::RecordKind kind) {
  using K = model::RecordKind;
  switch (kind) {
    case K::person:
    case K::group:
    case K::place:
    case K::phone:
    case K::account:
    case K::email:
    case K::vehicle:
    case K::parcel:
    case K::drone:
    case K::device:
    case K::organisation:
      return true;
    default:
      return false;
  }
}

}  // namespace sallyport::exchange
