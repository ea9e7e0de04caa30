#include "server/passphrase.hpp"

#include <array>
#include <string_view>

namespace sallyport::server {
namespace {

constexpr int kWords = 6;

constexpr std::array<std::string_view, 256> kList = {
    "acorn",   "amber",    "anchor",   "apple",   "apron",    "arrow",   "aspen",    "atlas",
    "autumn",  "badge",    "bagel",    "baker",   "bamboo",   "barley",  "basket",   "beach",
    "beacon",  "beaver",   "berry",    "birch",   "biscuit",  "blanket", "bonnet",   "bottle",
    "branch",  "brick",    "bridge",   "bronze",  "brook",    "broom",   "bucket",   "butter",
    "button",  "cabin",    "cactus",   "camera",  "candle",   "canoe",   "canvas",   "carpet",
    "carrot",  "castle",   "cedar",    "cellar",  "chalk",    "cheese",  "cherry",   "chimney",
    "cinder",  "circle",   "clay",     "cliff",   "clock",    "clover",  "coast",    "cobble",
    "coffee",  "copper",   "coral",    "cotton",  "crane",    "crayon",  "cricket",  "crumb",
    "crystal", "cupboard", "curtain",  "cushion", "daisy",    "dawn",    "deck",     "desk",
    "dolphin", "donkey",   "drawer",   "drum",    "dune",     "eagle",   "easel",    "echo",
    "elbow",   "elm",      "ember",    "engine",  "falcon",   "feather", "fence",    "fern",
    "ferry",   "fiddle",   "field",    "finch",   "flame",    "flint",   "flour",    "flute",
    "forest",  "fossil",   "fountain", "frost",   "garden",   "garlic",  "geese",    "ginger",
    "glacier", "glove",    "goose",    "granite", "grape",    "gravel",  "guitar",   "hammer",
    "harbour", "harp",     "harvest",  "hazel",   "heather",  "hedge",   "heron",    "hill",
    "honey",   "horse",    "icicle",   "igloo",   "iris",     "island",  "ivory",    "ivy",
    "jacket",  "jasmine",  "jigsaw",   "juniper", "kettle",   "kitchen", "kite",     "ladder",
    "lagoon",  "lamp",     "lantern",  "larch",   "lavender", "leaf",    "ledger",   "lemon",
    "lentil",  "lilac",    "linen",    "locket",  "lupin",    "magnet",  "maple",    "marble",
    "market",  "marsh",    "meadow",   "melon",   "mill",     "mint",    "mirror",   "mitten",
    "moon",    "moss",     "muffin",   "museum",  "mustard",  "needle",  "nest",     "nickel",
    "north",   "notebook", "nutmeg",   "oak",     "oatmeal",  "ocean",   "olive",    "onion",
    "orange",  "orchard",  "otter",    "oven",    "paddle",   "paint",   "palm",     "paper",
    "parcel",  "parsley",  "pasture",  "path",    "pear",     "pebble",  "pencil",   "pepper",
    "piano",   "pigeon",   "pillow",   "pine",    "planet",   "plum",    "pocket",   "pond",
    "poplar",  "poppy",    "porch",    "potato",  "prairie",  "puddle",  "pumpkin",  "quarry",
    "quartz",  "quilt",    "rabbit",   "radish",  "raft",     "rain",    "raven",    "reed",
    "ribbon",  "ridge",    "river",    "robin",   "rocket",   "rope",    "rosemary", "saddle",
    "saffron", "sail",     "salmon",   "sand",    "scarf",    "school",  "seed",     "shell",
    "shovel",  "silver",   "sketch",   "slate",   "sledge",   "snow",    "sparrow",  "spoon",
    "spruce",  "squirrel", "stable",   "star",    "steam",    "stone",   "summit",   "swan",
    "table",   "teapot",   "thimble",  "thistle", "timber",   "toast",   "torch",    "tulip",
};

}  // namespace

Sensitive<std::string> fresh_passphrase(Random& random) {
  std::string out;
  for (int i = 0; i < kWords; ++i) {
    out += kList[random.next64() % kList.size()];  // 256 divides 2^64: unbiased
    out += '-';
  }
  out += std::to_string(100 + random.next64() % 900);
  return Sensitive<std::string>(std::move(out));
}

}  // namespace sallyport::server
