package dev.atom.providers.deepgram;

import dev.atom.json.Json;
import dev.atom.providers.wire.Client;

/** Writes a path with its options. For use by one thread. */
final class Query {
  private final StringBuilder text;
  private char separator = '?';

  Query(String path) {
    text = new StringBuilder(path);
  }

  Query add(String name, String value) {
    text.append(separator).append(Client.encoded(name)).append('=').append(Client.encoded(value));
    separator = '&';
    return this;
  }

  Query add(String name, long value) {
    return add(name, String.valueOf(value));
  }

  /** Adds members as they are: a list repeats its name. */
  Query add(Json.Obj extra) {
    extra.members().forEach(this::add);
    return this;
  }

  private void add(String name, Json value) {
    switch (value) {
      case Json.Arr list -> list.items().forEach(item -> add(name, item));
      case Json.Str string -> add(name, string.value());
      case Json.Num number -> add(name, number.toString());
      case Json.Bool truth -> add(name, truth.toString());
      case Json.Obj object -> add(name, object.toString());
      case Json.Null none -> {}
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
