package dev.atom.yaml;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** Makes JSON of what the parser meets. For use by one thread, once. */
final class YamlReader {
  private static final int DEEPEST = 100;
  private static final int MOST_REPEATED = 100_000;
  private static final String PREFIX = "tag:yaml.org,2002:";
  private static final String MERGE = "<<";

  private final Iterator<Event> events;
  private final Map<Anchor, Known> anchors = new HashMap<>();
  private int repeated;
  private int values;

  /** What an anchor stands for, and how many values that is. */
  private record Known(Json value, int size) {}

  YamlReader(Iterator<Event> events) {
    this.events = events;
  }

  Json read() {
    events.next();
    Event first = events.next();
    if (first.getEventId() == Event.ID.StreamEnd) {
      throw new InvalidYaml("the text holds no document", 0, 0);
    }
    Json value = value(events.next(), 1);
    events.next();
    Event next = events.next();
    if (next.getEventId() != Event.ID.StreamEnd) {
      throw wrong(next, "there is a second document; write one");
    }
    return value;
  }

  private Json value(Event event, int depth) {
    if (depth > DEEPEST) {
      throw wrong(event, "values nest more than " + DEEPEST + " levels");
    }
    if (event instanceof AliasEvent alias) {
      return repeated(alias);
    }
    int before = values++;
    Json value =
        switch (event.getEventId()) {
          case Scalar -> Scalars.read((ScalarEvent) event);
          case SequenceStart -> list((CollectionStartEvent) event, depth);
          case MappingStart -> object((CollectionStartEvent) event, depth);
          default -> throw wrong(event, "a value is expected");
        };
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    int size = values - before;
    anchor.ifPresent(name -> anchors.put(name, new Known(value, size)));
    return value;
  }

  /** The anchor of a value that is not read to its end is not known yet, so that none holds itself. */
  private Json repeated(AliasEvent alias) {
    Known known = anchors.get(alias.getAlias());
    if (known == null) {
      throw wrong(alias, "this alias stands for nothing before it");
    }
    repeated += known.size();
    values += known.size();
    if (repeated > MOST_REPEATED) {
      throw wrong(alias, "aliases repeat more than " + MOST_REPEATED + " values");
    }
    return known.value();
  }

  private Json list(CollectionStartEvent start, int depth) {
    requireTag(start, "seq");
    List<Json> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(value(event, depth + 1));
    }
    return Json.array(items);
  }

  private Json object(CollectionStartEvent start, int depth) {
    requireTag(start, "map");
    Map<String, Json> members = new LinkedHashMap<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      String name = name(event);
      if (members.containsKey(name)) {
        throw wrong(event, "this key stands twice");
      }
      members.put(name, value(events.next(), depth + 1));
    }
    return new Json.Obj(members);
  }

  /** A key is the text that is written, also if it looks like a number. */
  private static String name(Event event) {
    if (!(event instanceof ScalarEvent key)) {
      throw wrong(event, "a key is a text; lists, objects and aliases can't be one");
    }
    if (key.isPlain() && key.getValue().equals(MERGE)) {
      throw wrong(event, "YAML 1.2 merges no keys; write the members themselves");
    }
    requireTag(key, key.getTag(), "str");
    return key.getValue();
  }

  private static void requireTag(CollectionStartEvent event, String plain) {
    requireTag(event, event.getTag(), plain);
  }

  private static void requireTag(Event event, Optional<String> tag, String plain) {
    if (tag.isPresent() && !Set.of("!", PREFIX + plain).contains(tag.get())) {
      throw wrong(event, "this tag is not allowed; leave it out");
    }
  }

  static InvalidYaml wrong(Event event, String problem) {
    return Yaml.at(event.getStartMark(), problem);
  }
}
