package dev.atom.json;

/** One demand of a schema on a value. */
@FunctionalInterface
interface SchemaRule {
  void check(Json value, String path, SchemaCheck check);
}
