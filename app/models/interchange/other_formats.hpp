// Model files that are often taken for XGBoost's JSON or UBJSON: each is refused as what it is, with how to save it so
// that it can be read.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace ballast::app {

// By its first bytes: XGBoost's old binary format and text dumps, Python pickles, LightGBM, CatBoost, archives of
// ballast, compressed files, XML, and an empty file. Throws Error on one of them.
void refuse_other_formats(std::string_view bytes, const std::string& path);

// JSON that holds something else: XGBoost's dumps and configurations, LightGBM's and CatBoost's models. Throws Error.
void refuse_other_json(const nlohmann::json& json, const std::string& path);

}  // namespace ballast::app
