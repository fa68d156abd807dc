package dev.atom.knowledge.opensearch;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.knowledge.engine.LedgerEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the index remembers of documents. */
final class Ledger {
  private static final int AT_ONCE = 1_000;

  private final Cluster cluster;
  private final String index;
  private final CallContext context;

  Ledger(Cluster cluster, String index, CallContext context) {
    this.cluster = cluster;
    this.index = index;
    this.context = context;
  }

  /** What is known of documents, up to the last change, refreshed or not. */
  Map<String, HeldDocument> read(Collection<String> sources) {
    Map<String, HeldDocument> held = new HashMap<>();
    List<String> all = List.copyOf(sources);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<String> part = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      List<String> ids = part.stream().map(HeldDocument::id).toList();
      Json.Obj body = Json.object().put("ids", IndexSettings.texts(ids)).build();
      Json.Obj found = cluster.post("/" + index + "/_mget", body, context);
      List<Json.Obj> documents = Fields.objects(found, "docs");
      for (int i = 0; i < part.size(); i++) {
        held.put(part.get(i), HeldDocument.read(requireRead(documents, i)));
      }
    }
    return held;
  }

  /** An entry that could not be read is not one that is missing. */
  private Json.Obj requireRead(List<Json.Obj> documents, int at) {
    if (at >= documents.size() || documents.get(at).get("found").isEmpty()) {
      throw new ClusterRefused(
          200,
          true,
          "the cluster at "
              + cluster.address()
              + " could not read what it holds of a document; look after it and try again");
    }
    return documents.get(at);
  }

  /** Every document, unfinished ones too, in the order of their ids. */
  List<LedgerEntry> all() {
    Json.Obj known = Json.object().put("field", HeldDocument.KEY).build();
    return scan(Json.object().put("exists", known).build());
  }

  List<LedgerEntry> ofFolder(String prefix) {
    Json.Obj folder = Json.object().put(HeldDocument.FOLDER, prefix).build();
    return scan(Json.object().put("term", folder).build());
  }

  private List<LedgerEntry> scan(Json.Obj query) {
    cluster.post("/" + index + "/_refresh", Json.Obj.EMPTY, context);
    List<LedgerEntry> entries = new ArrayList<>();
    Optional<String> after = Optional.empty();
    int found;
    do {
      List<LedgerEntry> page = page(query, after);
      entries.addAll(page);
      found = page.size();
      after = Optional.of(found == 0 ? "" : page.getLast().source().id());
    } while (found == AT_ONCE);
    return entries;
  }

  private List<LedgerEntry> page(Json.Obj query, Optional<String> after) {
    Json.Obj order = Json.object().put(HeldDocument.KEY, "asc").build();
    JsonObjectBuilder body =
        Json.object().put("size", AT_ONCE).put("query", query).put("sort", List.of(order));
    after.ifPresent(last -> body.put("search_after", List.of(Json.of(last))));
    Json.Obj found = cluster.post("/" + index + "/_search", body.build(), context);
    if (Fields.number(Fields.object(found, "_shards"), "failed") > 0) {
      throw new ClusterRefused(
          200,
          true,
          "listing documents failed on a part of the index at "
              + cluster.address()
              + "; look after the cluster and try again");
    }
    return Fields.objects(Fields.object(found, "hits"), "hits").stream()
        .flatMap(hit -> HeldDocument.read(hit).entry().stream())
        .toList();
  }
}
