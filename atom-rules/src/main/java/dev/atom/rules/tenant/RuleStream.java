package dev.atom.rules.tenant;

import dev.atom.json.Json;
import dev.atom.rules.GroupMode;
import dev.atom.rules.Rule;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.NewEvent;
import dev.atom.store.Snapshots;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The changes of tenants' rules, as events of one subject for each tenant. */
final class RuleStream {
  private static final String KIND = "rules";
  private static final String CHANGED = "rules_changed";
  private static final int PAGE = 100;
  private static final int SNAPSHOT_EVERY = 50;

  private final Store store;
  private final Snapshots snapshots;

  RuleStream(Store store) {
    this.store = store;
    this.snapshots = Snapshots.in(store, "rules-1", SNAPSHOT_EVERY);
  }

  /** Rule documents by id in their order, and the modes of groups. */
  static final class Documents {
    final Map<String, Json> rules = new LinkedHashMap<>();
    final Map<String, Json> groups = new LinkedHashMap<>();
    long version;

    private void apply(Event event) {
      Json.Obj data = event.data();
      texts(data, "removed").forEach(rules::remove);
      for (Json rule : items(data, "put")) {
        rules.put(((Json.Obj) rule).text("id").orElseThrow(), rule);
      }
      if (data.get("groups").orElse(Json.NULL) instanceof Json.Obj modes) {
        modes
            .members()
            .forEach(
                (name, mode) -> {
                  if (mode instanceof Json.Null) {
                    groups.remove(name);
                  } else {
                    groups.put(name, mode);
                  }
                });
      }
      version = event.version();
    }

    Json.Obj toJson() {
      return Json.object()
          .put("rules", List.copyOf(rules.values()))
          .put("groups", new Json.Obj(groups))
          .build();
    }
  }

  private static List<Json> items(Json.Obj data, String member) {
    return data.get(member).orElse(Json.NULL) instanceof Json.Arr array ? array.items() : List.of();
  }

  private static List<String> texts(Json.Obj data, String member) {
    return items(data, member).stream().map(id -> ((Json.Str) id).value()).toList();
  }

  static Subject subject(String tenant) {
    return new Subject(tenant, KIND, KIND);
  }

  long version(String tenant) {
    return store.version(subject(tenant));
  }

  Documents read(String tenant) {
    Documents documents = new Documents();
    Optional<Snapshots.Snapshot> snapshot = snapshots.latest(subject(tenant));
    snapshot.ifPresent(
        kept -> {
          items(kept.state(), "rules")
              .forEach(
                  rule -> documents.rules.put(((Json.Obj) rule).text("id").orElseThrow(), rule));
          documents.groups.putAll(((Json.Obj) kept.state().get("groups").orElseThrow()).members());
          documents.version = kept.version();
        });
    long since = documents.version;
    readTo(tenant, documents, Long.MAX_VALUE);
    snapshots.offer(subject(tenant), since, documents.version, documents.toJson());
    return documents;
  }

  /** As they were at a version. */
  Documents read(String tenant, long version) {
    Documents documents = new Documents();
    readTo(tenant, documents, version);
    return documents;
  }

  private void readTo(String tenant, Documents documents, long version) {
    while (documents.version < version) {
      int limit = (int) Math.min(PAGE, version - documents.version);
      List<Event> events = store.read(subject(tenant), documents.version, limit);
      events.forEach(documents::apply);
      if (events.size() < limit) {
        return;
      }
    }
  }

  List<RuleChange> changes(String tenant, long after, int limit) {
    return store.read(subject(tenant), after, limit).stream().map(RuleStream::change).toList();
  }

  private static RuleChange change(Event event) {
    Json.Obj data = event.data();
    return new RuleChange(
        event.version(),
        event.at(),
        event.event().actor(),
        data.text("comment").orElse(""),
        items(data, "put").stream()
            .map(rule -> ((Json.Obj) rule).text("id").orElseThrow())
            .toList(),
        texts(data, "removed"));
  }

  /** Throws VersionConflict if somebody was first. */
  long append(String tenant, long version, RuleEdit edit, Consumer<Append.Builder> more) {
    var data = Json.object();
    if (!edit.comment().isEmpty()) {
      data.put("comment", edit.comment());
    }
    List<Json> put = new ArrayList<>();
    for (Rule rule : edit.put()) {
      put.add(rule.toJson());
    }
    data.put("put", put).put("removed", edit.removed().stream().map(Json::of).toList());
    if (!edit.groups().isEmpty()) {
      var groups = Json.object();
      edit.groups()
          .forEach(
              (name, mode) ->
                  groups.put(name, mode.map(GroupMode::jsonName).map(Json::of).orElse(Json.NULL)));
      data.put("groups", groups.build());
    }
    Append.Builder append =
        Append.to(subject(tenant))
            .expect(version)
            .event(new NewEvent(CHANGED, data.build(), edit.author(), Optional.empty()));
    more.accept(append);
    return store.append(append.build());
  }
}
