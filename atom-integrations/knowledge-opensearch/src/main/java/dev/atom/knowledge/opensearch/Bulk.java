package dev.atom.knowledge.opensearch;

import dev.atom.CallContext;
import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Changes sent together. A cluster does each on its own, so the answer to each is read: some may
 * have failed while the request has not.
 */
final class Bulk {
  private static final int FULL_CHARACTERS = 4 * 1024 * 1024;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final Cluster cluster;
  private final String path;
  private final CallContext context;
  private final StringBuilder lines = new StringBuilder();
  private final List<Change> changes = new ArrayList<>();

  /** A change and who wants to know what became of it. */
  private record Change(Consumer<Json.Obj> done, Consumer<String> failed) {}

  /**
   * @param visible whether sending returns only when searches see the changes
   */
  Bulk(Cluster cluster, String index, boolean visible, CallContext context) {
    this.cluster = cluster;
    this.path = "/" + index + "/_bulk" + (visible ? "?refresh=wait_for" : "");
    this.context = context;
  }

  /** Adds an entry that nobody else may have changed since it was read. */
  void writeIfSame(
      String id, HeldDocument known, Json.Obj entry, Consumer<Json.Obj> done, Consumer<String> no) {
    Json.Obj same =
        known
            .place()
            .map(
                place ->
                    Json.object()
                        .put("_id", id)
                        .put("if_seq_no", place.sequence())
                        .put("if_primary_term", place.term())
                        .build())
            .orElseGet(() -> Json.object().put("_id", id).build());
    add(known.place().isPresent() ? "index" : "create", same, entry.toString(), done, no);
  }

  /** Adds a passage, unless a later revision wrote it. */
  void write(String id, long revision, Json.Obj passage, Consumer<String> failed) {
    add("index", versioned(id, revision), passage.toString(), done -> {}, failed);
  }

  /** Takes a passage out, unless a later revision wrote it. */
  void delete(String id, long revision, Consumer<String> failed) {
    add("delete", versioned(id, revision), "", done -> {}, failed);
  }

  private static Json.Obj versioned(String id, long revision) {
    return Json.object()
        .put("_id", id)
        .put("version", revision)
        .put("version_type", "external_gte")
        .build();
  }

  private void add(
      String action, Json.Obj about, String body, Consumer<Json.Obj> done, Consumer<String> no) {
    lines.append(Json.object().put(action, about).build()).append('\n');
    if (!body.isEmpty()) {
      lines.append(body).append('\n');
    }
    changes.add(new Change(done, no));
    if (lines.length() >= FULL_CHARACTERS) {
      send();
    }
  }

  /** Sends what was added and tells everybody what became of it. */
  void send() {
    if (changes.isEmpty()) {
      return;
    }
    Json.Obj answer = cluster.postLines(path, lines.toString(), context);
    List<Json.Obj> items = Fields.objects(answer, "items");
    for (int i = 0; i < changes.size(); i++) {
      Json.Obj item = i < items.size() ? only(items.get(i)) : Json.Obj.EMPTY;
      tell(changes.get(i), item);
    }
    lines.setLength(0);
    changes.clear();
  }

  private static Json.Obj only(Json.Obj item) {
    return item.members().values().stream()
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .findFirst()
        .orElse(Json.Obj.EMPTY);
  }

  private static void tell(Change change, Json.Obj item) {
    long status = Fields.number(item, "status");
    boolean wasNotThere = status == NOT_FOUND && item.get("error").isEmpty();
    if ((status >= 200 && status < 300) || wasNotThere) {
      change.done().accept(item);
    } else if (status == CONFLICT) {
      change.failed().accept("another writer changed it at the same time; take it in again");
    } else {
      Json.Obj error = Fields.object(item, "error");
      change
          .failed()
          .accept(
              "the cluster refused it ("
                  + status
                  + " "
                  + Fields.text(error, "type")
                  + ": "
                  + Cluster.shortened(Fields.text(error, "reason"))
                  + "); take it in again once that is cured");
    }
  }
}
