// Numbers that name people and things, in one canonical form each, with their check digits tested.
// Full-width and Arabic digits are read as digits; blanks, dashes, dots and brackets that people
// add are taken off; anything else is refused, never dropped: the Error says what was expected.
// Ownership: values. Threads: any; no state. Failure: kBadValue. Cost: linear in at most
// kMaxNumberBytes.
// Source: ITU-T E.164 (telephone) and E.118 (ICCID), Ofcom number ranges, 3GPP TS 23.003 (IMEI),
// DVLA plate formats, BS 7666 (postcodes), ISO/IEC 7812 (Luhn), HMRC (NI numbers), PNC and CRO
// check letter: year and serial as one number, modulo 23, in ZABCDEFGHJKLMNPQRTUVWXY.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace sallyport::text {

inline constexpr std::size_t kMaxNumberBytes = 320;  ///< the longest e-mail address has 254

/// E.164: "+447700900417". A national number gets the default country; UK lengths are checked.
/// "+44 (0)7700 900417", "00447700900417", "447700900417", and "7700900417" as spreadsheets leave
/// it.
Result<std::string> normalise_phone(std::string_view text,
                                    std::string_view default_country_code = "44");
/// UK plate, no blank: "AB12CDE", and the prefix, suffix, dateless and Northern Irish forms.
Result<std::string> normalise_plate(std::string_view text);
/// "SW1A 1AA"
Result<std::string> normalise_postcode(std::string_view text);
/// Lower case throughout; "mailto:" and angle brackets taken off. Addresses that differ in the case
/// of the local part are one address everywhere in practice.
Result<std::string> normalise_email(std::string_view text);
/// The last four digits, "4418", of "4418", "ending 4418", "**** 4418" or a whole number (Luhn).
Result<std::string> normalise_card_ending(std::string_view text);
/// "60-00-01 / 31926819"; a seven-digit account gets its leading zero.
Result<std::string> normalise_account(std::string_view text);
/// 15 digits. 14 get their check digit; of 16 (IMEISV) the software version is taken off.
Result<std::string> normalise_imei(std::string_view text);
/// 19 or 20 digits beginning 89, Luhn.
Result<std::string> normalise_iccid(std::string_view text);
/// "A1234BC"
Result<std::string> normalise_prison_number(std::string_view text);
/// "2001/0171310W" from "01/171310W" too: two-digit years up to `latest_short_year` are 20xx.
Result<std::string> normalise_pnc(std::string_view text, int latest_short_year = 2030);
/// "265416/21G"; leading zeros are put back. The file form (SF…) is refused.
Result<std::string> normalise_cro(std::string_view text);
/// "X123456"
Result<std::string> normalise_crn(std::string_view text);
/// "991/0010112"; group numbers lose their leading zeros in spreadsheets and get them back.
Result<std::string> normalise_ocg(std::string_view text);
/// "QQ123456C"
Result<std::string> normalise_ni_number(std::string_view text);

enum class NumberKind : std::uint8_t {
  kPhone,
  kPlate,
  kPostcode,
  kEmail,
  kCardEnding,
  kAccount,
  kImei,
  kIccid,
  kPrisonNumber,
  kPnc,
  kCro,
  kCrn,
  kOcg,
  kNiNumber,
  kPartialDigits,  ///< three digits or more: part of a phone, card, account…
  kPartialPlate,   ///< letters and digits that begin or end a plate or other mark: QZ21
};
/// What a person typing in the search box means. Whole and check-digit-true forms come first, then
/// parts; dates, amounts and words are nothing.
std::optional<NumberKind> guess_number(std::string_view text);

/// Upper-case letters and digits only: what partial numbers are looked up by ("QZ21 ABC" ->
/// QZ21ABC).
std::string compact_number(std::string_view text);

}  // namespace sallyport::text
