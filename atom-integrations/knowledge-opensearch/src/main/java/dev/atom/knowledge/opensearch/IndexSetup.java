package dev.atom.knowledge.opensearch;

import dev.atom.CallContext;
import dev.atom.json.Json;

/** Makes an index, or makes sure that the one there is what this version reads. */
final class IndexSetup {
  private static final int NOT_FOUND = 404;
  private static final int BAD_REQUEST = 400;

  private final Cluster cluster;
  private final String index;
  private final CallContext context;

  IndexSetup(Cluster cluster, String index, CallContext context) {
    this.cluster = cluster;
    this.index = index;
    this.context = context;
  }

  void require(int shards, int replicas) {
    Cluster.Answer found = mapping();
    if (found.status() == NOT_FOUND && found.errorType().equals("index_not_found_exception")) {
      Cluster.Answer made = cluster.put("/" + index, IndexSettings.body(shards, replicas), context);
      boolean otherWasFaster =
          made.status() == BAD_REQUEST
              && made.errorType().equals("resource_already_exists_exception");
      if (!otherWasFaster) {
        cluster.requireSuccess(made);
        return;
      }
      found = mapping();
    }
    requireLabel(Fields.object(cluster.requireSuccess(found), index));
  }

  private Cluster.Answer mapping() {
    return cluster.get("/" + index + "/_mapping", context);
  }

  private void requireLabel(Json.Obj described) {
    Json.Obj label = Fields.object(Fields.object(described, "mappings"), "_meta");
    if (!label.equals(IndexSettings.label())) {
      throw new IndexMismatch(
          "the index "
              + index
              + " at "
              + cluster.address()
              + " is labelled "
              + label
              + ", not "
              + IndexSettings.label()
              + "; open another collection and ingest the documents into it");
    }
  }
}
