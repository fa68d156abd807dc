package dev.atom.providers.fuzz;

import dev.atom.json.Json;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.fuzz.PlayedTransport.Answer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What never was an answer is read or refused as well; the {@link Fuzzer} checks each. */
class FuzzProperties {
  private static final Fuzzer FUZZER = new Fuzzer();
  private static final List<Subject> SUBJECTS = Subjects.all();
  private static final List<String> NAMES = names();

  static {
    SUBJECTS.forEach(FUZZER::warmUp);
  }

  /** The names of all members that providers were seen to send, which readers look for. */
  private static List<String> names() {
    Set<String> names = new TreeSet<>();
    Recordings.all()
        .forEach(
            exchange -> {
              byte[] body = exchange.bodyBytes();
              Spans.of(body)
                  .names()
                  .forEach(
                      name -> {
                        int length = Math.max(0, name.to() - name.from() - 2);
                        names.add(
                            new String(body, name.from() + 1, length, StandardCharsets.UTF_8));
                      });
            });
    return List.copyOf(names);
  }

  @Provide
  Arbitrary<Subject> subjects() {
    return Arbitraries.of(SUBJECTS);
  }

  @Provide
  Arbitrary<Json> json() {
    return Arbitraries.lazyOf(
        () -> Arbitraries.of(Json.NULL, Json.of(true), Json.of(""), Json.of("text")),
        () -> Arbitraries.of(NAMES).map(Json::of),
        () -> Arbitraries.longs().map(Json::of),
        () -> Arbitraries.bigDecimals().map(Json::of),
        () -> json().list().ofMaxSize(3).map(Json::array),
        this::objects,
        this::objects);
  }

  private Arbitrary<Json> objects() {
    return Arbitraries.maps(Arbitraries.of(NAMES), json())
        .ofMaxSize(5)
        .map(members -> new Json.Obj(new LinkedHashMap<>(members)));
  }

  @Property(tries = 500)
  void anyBytesAreReadOrRefused(
      @ForAll("subjects") Subject subject, @ForAll byte[] bytes) {
    Answer recorded = subject.answer();
    FUZZER.read(subject, new Answer(recorded.status(), recorded.headers(), bytes));
  }

  @Property(tries = 1000)
  void anyJsonIsReadOrRefused(@ForAll("subjects") Subject subject, @ForAll("json") Json json) {
    for (String body : List.of(json + "", "data: " + json + "\n\n", json + "\n" + json + "\n")) {
      Answer recorded = subject.answer();
      Map<String, String> headers = recorded.headers();
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      FUZZER.read(subject, new Answer(recorded.status(), headers, bytes));
    }
  }
}
