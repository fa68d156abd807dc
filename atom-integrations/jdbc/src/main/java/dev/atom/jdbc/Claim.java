package dev.atom.jdbc;

import dev.atom.json.Json;
import java.util.Set;

/**
 * Who claims what, how much and until when; instants in microseconds.
 *
 * @param names the kinds or purposes, as a JSON array: one statement for any number of them
 */
record Claim(String worker, String names, int limit, long now, long until) {
  /** Returns the names as the JSON array that the statements take apart. */
  static String names(Set<String> names) {
    return Json.array(names.stream().map(Json::of).toList()).toString();
  }
}
