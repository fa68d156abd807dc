package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PiecesProperties {
  @Property(tries = 200)
  void anyBodyInPiecesOfAnySizeArrivesIdentical(
      @ForAll @Size(max = 2000) byte[] body, @ForAll @IntRange(min = 1, max = 2100) int size)
      throws Exception {
    Exchange exchange = Exchange.made("GET", "/x", new Exchange.Response(200, Map.of(), body));
    try (ReplayServer server =
        ReplayServer.newBuilder().exchange(exchange).fault(Fault.pieces(size)).start()) {
      HttpRequest request = HttpRequest.newBuilder(server.uri().resolve("/x")).build();
      byte[] read = Wire.CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
      assertThat(read).isEqualTo(body);
    }
  }

  @Property(tries = 100)
  void anyTextSplitWithinItsCharactersArrivesIdentical(@ForAll String text) throws Exception {
    Exchange.Response answer =
        Exchange.Response.of(200, Map.of("content-type", List.of("text/plain")), text);
    Exchange exchange = Exchange.made("GET", "/x", answer);
    try (ReplayServer server =
        ReplayServer.newBuilder().exchange(exchange).fault(new Fault.SplitCharacters()).start()) {
      HttpRequest request = HttpRequest.newBuilder(server.uri().resolve("/x")).build();
      byte[] read = Wire.CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
      assertThat(read).isEqualTo(answer.body());
    }
  }

  @Property(tries = 500)
  void eventsTogetherAreTheBody(@ForAll byte[] body) {
    for (String type : List.of("text/event-stream", "application/x-ndjson", "x/y")) {
      Events events = Events.of(Map.of("content-type", List.of(type)), body);
      assertThat(Events.bytes(String.join("", events.events()))).isEqualTo(body);
    }
  }
}
