package dev.atom.examples.quickstart;

import dev.atom.jdbc.SqliteStore;
import dev.atom.json.Json;
import dev.atom.schema.Document;
import dev.atom.store.Event;
import dev.atom.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at what a run has left in its home folder. */
final class Left {
  private final Path home;

  Left(Path home) {
    this.home = home;
  }

  static Dialogues dialogues() throws IOException {
    return DialogueFile.read("dialogues.json", Inputs.resource("dialogues.json"));
  }

  List<Event> events() throws IOException {
    List<Event> events = new ArrayList<>();
    try (Store store = SqliteStore.open(home.resolve("state.db"), Clock.systemUTC())) {
      for (Dialogues.Dialogue dialogue : dialogues().conversations()) {
        events.addAll(store.read(Replay.conversation(dialogue).subject(), 0, 10_000));
      }
    }
    return events;
  }

  /** How many rows each table has. */
  Map<String, Long> rows() throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("state.db"));
        Statement statement = db.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet found =
          statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
        while (found.next()) {
          tables.add(found.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
          rows.put(table, count.getLong(1));
        }
      }
    }
    return rows;
  }

  List<String> delivered() throws IOException {
    return new FolderChannel(home.resolve("delivered")).delivered();
  }

  /** What each model call was for: turn, analyser and input. */
  List<String> calls() throws IOException {
    return events().stream()
        .filter(event -> event.type().equals("analysis_recorded"))
        .map(Event::data)
        .map(d -> d.text("turn") + " " + d.text("name") + " " + d.text("input"))
        .toList();
  }

  /** The documents after each turn, by conversation and the file's id of the message answered. */
  Map<String, Document> documents() throws IOException {
    Dialogues dialogues = dialogues();
    Map<String, Document> documents = new HashMap<>();
    Map<String, Document> now = new HashMap<>();
    Map<String, String> names = new HashMap<>();
    for (Event event : events()) {
      if (event.type().equals("message_received")) {
        Json.Obj message = (Json.Obj) event.data().get("message").orElseThrow();
        names.put(message.text("id").orElseThrow(), message.text("nativeId").orElseThrow());
      } else if (event.type().equals("turn_committed")) {
        Json.Arr answered = (Json.Arr) event.data().get("messages").orElseThrow();
        String at = names.get(((Json.Str) answered.items().get(0)).value());
        String conversation = at.substring(0, at.indexOf('/'));
        Document document =
            now.getOrDefault(conversation, Document.empty(conversation, dialogues.schema()));
        for (Json change : ((Json.Arr) event.data().get("changes").orElseThrow()).items()) {
          document = document.apply((Json.Obj) change);
        }
        now.put(conversation, document);
        documents.put(at, document);
      }
    }
    return documents;
  }

  /** Every byte of every file, as text that keeps each byte. */
  String bytes() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
