// What the network engine is handed about identities. An identity is the cluster of records
// believed to be one thing; the engine `resolve` computes it per view and `service` passes it in,
// because engines do not include one another. Contract of the callback: total for every visible
// handle; gives all visible members, the handle itself among them, sorted by public id; the same
// list for every member of it.
#pragma once

#include <functional>
#include <vector>

#include "picture/rows.hpp"

namespace sallyport::network {

using IdentityOf = std::function<std::vector<picture::Handle>(picture::Handle)>;

/// Records a person has yet to decide about (pairs between the fracture and the join line): what
/// else might be this thing. Sorted by public id, without members of the identity itself.
using PossiblySame = std::function<std::vector<picture::Handle>(picture::Handle)>;

}  // namespace sallyport::network
