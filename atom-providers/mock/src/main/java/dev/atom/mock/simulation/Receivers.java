package dev.atom.mock.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the world outside has done in one run, each thing at most once if all is well. */
final class Receivers {
  private final Map<String, Receiver> kinds;
  private final Map<String, List<Sent>> done = new LinkedHashMap<>();

  Receivers(Map<String, Receiver> kinds) {
    this.kinds = kinds;
  }

  /** Takes what was sent and returns a receipt. */
  String receive(String receiver, String key, String what, String host, Instant now) {
    Receiver kind = kinds.get(receiver);
    if (kind == null) {
      throw new IllegalArgumentException(
          "there is no receiver \"" + receiver + "\"; name it when the simulation is made");
    }
    List<Sent> all = done.computeIfAbsent(receiver, name -> new ArrayList<>());
    for (int i = 0; i < all.size(); i++) {
      Sent sent = all.get(i);
      if (kind == Receiver.KEYED && sent.key().equals(key)) {
        if (!sent.what().equals(what)) {
          throw new Violation(
              receiver
                  + " got key "
                  + key
                  + " for \""
                  + what
                  + "\" and for \""
                  + sent.what()
                  + "\"");
        }
        return receipt(receiver, i);
      }
      if (sent.what().equals(what)) {
        throw new Violation(
            "\""
                + what
                + "\" was sent to "
                + receiver
                + " twice, with keys "
                + sent.key()
                + " and "
                + key);
      }
    }
    all.add(new Sent(key, what, host, now));
    return receipt(receiver, all.size() - 1);
  }

  private static String receipt(String receiver, int place) {
    return receiver + "-" + (place + 1);
  }

  List<Sent> sent(String receiver) {
    if (!kinds.containsKey(receiver)) {
      throw new IllegalArgumentException("there is no receiver \"" + receiver + "\"");
    }
    return List.copyOf(Optional.ofNullable(done.get(receiver)).orElse(List.of()));
  }
}
