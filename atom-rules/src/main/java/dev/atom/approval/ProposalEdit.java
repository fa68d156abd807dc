package dev.atom.approval;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an edited value differs from what was proposed. Immutable and thread-safe.
 *
 * @param changes the places that differ; copied
 * @param distance how many characters were inserted, deleted or replaced in texts (Levenshtein, by
 *     code point), all changed texts together; a text that is there on one side only counts whole
 */
public record ProposalEdit(List<Change> changes, long distance) {
  /** Copies the changes. */
  public ProposalEdit {
    changes = List.copyOf(changes);
  }

  /**
   * A place that differs.
   *
   * @param path where, as a JSON Pointer; empty for the whole value
   * @param before what was proposed; empty if nothing stood there
   * @param after what stands there now; empty if nothing does
   */
  public record Change(String path, Optional<Json> before, Optional<Json> after) {
    @Override
    public String toString() {
      return "Change[" + path + "]"; // the values may be confidential
    }
  }

  /**
   * Compares two values: objects member by member, lists item by item.
   *
   * @param before what was proposed
   * @param after what is done instead
   * @return the difference; no change and distance 0 if they are equal
   */
  public static ProposalEdit between(Json before, Json after) {
    List<Change> changes = new ArrayList<>();
    compare("", Optional.of(before), Optional.of(after), changes);
    long distance = changes.stream().mapToLong(ProposalEdit::distance).sum();
    return new ProposalEdit(changes, distance);
  }

  private static void compare(
      String path, Optional<Json> before, Optional<Json> after, List<Change> changes) {
    if (before.equals(after)) {
      return;
    }
    Json old = before.orElse(Json.NULL);
    Json now = after.orElse(Json.NULL);
    if (old instanceof Json.Obj was && now instanceof Json.Obj is) {
      was.members()
          .forEach(
              (name, member) ->
                  compare(step(path, name), Optional.of(member), is.get(name), changes));
      is.members().entrySet().stream()
          .filter(entry -> was.get(entry.getKey()).isEmpty())
          .forEach(
              entry ->
                  changes.add(
                      new Change(
                          step(path, entry.getKey()),
                          Optional.empty(),
                          Optional.of(entry.getValue()))));
    } else if (old instanceof Json.Arr was && now instanceof Json.Arr is) {
      for (int i = 0; i < Math.max(was.items().size(), is.items().size()); i++) {
        compare(step(path, Integer.toString(i)), item(was, i), item(is, i), changes);
      }
    } else {
      changes.add(new Change(path, before, after));
    }
  }

  private static Optional<Json> item(Json.Arr array, int index) {
    return index < array.items().size() ? Optional.of(array.items().get(index)) : Optional.empty();
  }

  private static String step(String path, String name) {
    return path + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private static long distance(Change change) {
    return EditDistance.between(text(change.before()), text(change.after()));
  }

  private static String text(Optional<Json> value) {
    return value.orElse(Json.NULL) instanceof Json.Str text ? text.value() : "";
  }

  Json.Obj toJson() {
    List<Json.Obj> all =
        changes.stream()
            .map(
                change -> {
                  var json = Json.object().put("path", change.path());
                  change.before().ifPresent(value -> json.put("before", value));
                  change.after().ifPresent(value -> json.put("after", value));
                  return json.build();
                })
            .toList();
    return Json.object().put("changes", all).put("distance", distance).build();
  }

  static ProposalEdit fromJson(Json.Obj json) {
    return new ProposalEdit(
        Form.objects(json, "changes").stream()
            .map(c -> new Change(Form.text(c, "path"), c.get("before"), c.get("after")))
            .toList(),
        Form.number(json, "distance", 0));
  }
}
