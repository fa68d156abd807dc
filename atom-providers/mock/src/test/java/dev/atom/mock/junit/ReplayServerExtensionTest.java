package dev.atom.mock.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.mock.Fault;
import dev.atom.mock.ReplayServer;
import dev.atom.mock.When;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReplayServerExtensionTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  // @start region="field"
  @RegisterExtension
  final ReplayServerExtension provider =
      ReplayServerExtension.playing(
              () ->
                  ReplayServer.newBuilder()
                      .answer("GET", "/v1/models", Json.object().put("data", "none").build())
                      .fault(Fault.status(503), When.call(1)))
          .finished();

  @Test
  void triesAgain() throws Exception {
    assertThat(get(provider.uri())).isEqualTo(503);
    assertThat(get(provider.uri())).isEqualTo(200);
  }

  // @end

  @Test
  void everyTestHasAServerOfItsOwn(ReplayServer server) throws Exception {
    assertThat(server).isSameAs(provider.server());
    assertThat(server.requests()).isEmpty();
    get(server.uri());
    get(server.uri());
  }

  static int get(URI server) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.resolve("/v1/models")).build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
