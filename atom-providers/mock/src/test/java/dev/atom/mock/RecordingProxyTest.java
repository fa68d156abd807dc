package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.atom.json.Json;
import dev.atom.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordingProxyTest {
  private static final String CANARY = "sk-canary/5b1f09d2ce77+a84";
  private static final String NAMED = "named-canary-\"66e0f1\"";

  @TempDir Path folder;

  // @start region="record"
  @Test
  void replaysWhatWasRecorded() throws Exception {
    Path recordings = folder.resolve("openai");
    try (ReplayServer upstream = ReplayServer.newBuilder().exchanges(TestExchanges.all()).start();
        RecordingProxy proxy =
            RecordingProxy.newBuilder(upstream.uri(), recordings).provider("openai").start()) {
      for (Exchange exchange : TestExchanges.all()) {
        Wire.send(Wire.again(proxy.uri(), exchange).header("authorization", "Bearer " + CANARY));
      }
    }
    try (ReplayServer replay = ReplayServer.newBuilder().folder(recordings).start()) {
      for (Exchange exchange : TestExchanges.all()) {
        HttpResponse<String> answer = Wire.send(Wire.again(replay.uri(), exchange));
        assertThat(answer.statusCode()).isEqualTo(exchange.response().status());
        assertThat(answer.body()).isEqualTo(exchange.response().text());
      }
    }
  }

  // @end

  @Test
  void recordsInOrderWithOperationAndModel() throws Exception {
    try (ReplayServer upstream = ReplayServer.newBuilder().exchanges(TestExchanges.all()).start();
        RecordingProxy proxy =
            RecordingProxy.newBuilder(URI.create(upstream.uri() + "/"), folder)
                .provider("openai")
                .source("own recording", "CC0")
                .start()) {
      for (Exchange exchange : TestExchanges.all()) {
        Wire.send(Wire.again(proxy.uri(), exchange));
      }
      assertThat(proxy.files()).hasSize(4);
    }
    List<Exchange> recorded = Exchange.folder(folder);
    assertThat(recorded)
        .extracting(Exchange::operation)
        .containsExactly("chat", "chat", "chat_stream", "error");
    for (int i = 0; i < 4; i++) {
      Exchange original = TestExchanges.all().get(i);
      Exchange again = recorded.get(i);
      assertThat(again.licence() + again.provider() + again.source())
          .isEqualTo("CC0openaiown recording");
      assertThat(again.response().text()).isEqualTo(original.response().text());
      assertThat(again.request().orElseThrow().body())
          .isEqualTo(original.request().orElseThrow().body());
      assertThat(again.details().get("model")).isEqualTo(original.details().get("model"));
    }
  }

  @Test
  void noCredentialIsInAnyFile() throws Exception {
    String echoed =
        Json.object()
            .put("plain", "wrong key " + CANARY + " for org-canary-1234")
            .put("named", NAMED)
            .put("base64", base64(CANARY))
            .build()
            .toString();
    String escaped =
        echoed + "{\"sly\":\"" + CANARY.replace("s", "\\u0073").replace("/", "\\/") + "\"}";
    Map<String, List<String>> headers =
        Map.of(
            "content-type", List.of("application/json"),
            "set-cookie", List.of("session=cookie-canary-8; Path=/; HttpOnly"),
            "openai-organization", List.of("org-canary-1234"),
            "location", List.of("/next?key=" + URLEncoder.encode(CANARY, StandardCharsets.UTF_8)));
    try (ReplayServer upstream = answering(400, headers, escaped.getBytes(StandardCharsets.UTF_8));
        RecordingProxy proxy =
            RecordingProxy.newBuilder(upstream.uri(), folder).secret(Secret.of(NAMED)).start()) {
      String path =
          "/v1/chat?key=query-canary-1&x=" + URLEncoder.encode(CANARY, StandardCharsets.UTF_8);
      HttpRequest.Builder request =
          Wire.post(
                  proxy.uri(),
                  path,
                  Json.object().put("q", CANARY).put(NAMED, "query-canary-1").build().toString())
              .header("Authorization", "Bearer " + CANARY)
              .header("x-api-key", "x-canary-12345")
              .header("X-Goog-Api-Key", "goog-canary-12345")
              .header("api-key", "short")
              .header("Cookie", "a=cookie-canary-9")
              .header("Authorization", "Basic " + base64("me:basic-canary-1"))
              .header("x-note", "it is x-canary-12345 and basic-canary-1");
      assertThat(Wire.send(request).body()).isEqualTo(escaped);
      assertThat(upstream.requests().get(0).header("x-api-key")).contains("x-canary-12345");
      assertThat(proxy.toString()).doesNotContain("canary");
    }
    List<Exchange> recorded = Exchange.folder(folder);
    assertThat(recorded).hasSize(1);
    String file = recorded.get(0).toJson() + onlyFile();
    assertThat(file)
        .contains("wrong key <redacted> for <redacted>")
        .doesNotContain("canary", base64(CANARY), base64("me:basic-canary-1"), "\"short\"")
        .doesNotContain("5b1f09d2ce77", "66e0f1");
    assertThat(recorded.get(0).request().orElseThrow().headers().get("api-key"))
        .containsExactly("<redacted>");
  }

  @Test
  void unreachableProviderIsToldWithoutTheKeyAndRecordsNothing() throws Exception {
    URI nobody;
    try (ReplayServer gone = ReplayServer.newBuilder().start()) {
      nobody = gone.uri();
    }
    try (RecordingProxy proxy = RecordingProxy.newBuilder(nobody, folder).start()) {
      HttpResponse<String> answer =
          Wire.send(
              Wire.post(proxy.uri(), "/v1/x?key=" + "query-canary-1", "{}")
                  .header("authorization", "Bearer " + CANARY));
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(answer.body()).contains("ConnectException").doesNotContain("canary");
      assertThat(proxy.files()).isEmpty();
    }
  }

  @Test
  void answerThatTheProviderBreaksOffIsNotRecorded() throws Exception {
    try (ReplayServer upstream = ReplayServer.newBuilder().exchanges(TestExchanges.all()).start();
        RecordingProxy proxy = RecordingProxy.newBuilder(upstream.uri(), folder).start()) {
      upstream.inject(new Fault.CutAfter(500));
      assertThatThrownBy(() -> Wire.send(Wire.again(proxy.uri(), TestExchanges.stream())))
          .isInstanceOf(IOException.class);
      assertThat(proxy.files()).isEmpty();
    }
    assertThat(Exchange.folder(folder)).isEmpty();
  }

  @Test
  void passesEachPieceOnBeforeTheAnswerIsWhole() throws Exception {
    try (ReplayServer upstream = ReplayServer.newBuilder().exchanges(TestExchanges.all()).start();
        RecordingProxy proxy = RecordingProxy.newBuilder(upstream.uri(), folder).start()) {
      upstream.inject(new Fault.StallAfter(300));
      HttpResponse<java.io.InputStream> answer =
          Wire.CLIENT.send(
              Wire.again(proxy.uri(), TestExchanges.stream()).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (java.io.InputStream body = answer.body()) {
        String begin = new String(body.readNBytes(300), StandardCharsets.UTF_8);
        assertThat(TestExchanges.stream().response().text()).startsWith(begin);
      }
    }
  }

  @Test
  void compressedAnswerIsRecordedAndPassedOnInPlain() throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    }
    // The JDK's server, as ours never compresses.
    HttpServer upstream = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    upstream.createContext(
        "/",
        http -> {
          http.getResponseHeaders().add("content-encoding", "gzip");
          http.sendResponseHeaders(200, zipped.size());
          http.getResponseBody().write(zipped.toByteArray());
          http.close();
        });
    upstream.start();
    URI uri = URI.create("http://127.0.0.1:" + upstream.getAddress().getPort());
    try (RecordingProxy proxy = RecordingProxy.newBuilder(uri, folder).start()) {
      assertThat(Wire.send(Wire.post(proxy.uri(), "/x", "{}")).body()).isEqualTo("{\"a\":1}");
    } finally {
      upstream.stop(0);
    }
    assertThat(Exchange.folder(folder).get(0).response().text()).isEqualTo("{\"a\":1}");
  }

  @Test
  void folderThatCannotBeWrittenIsToldAtClose() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    try (ReplayServer upstream = ReplayServer.newBuilder().exchanges(TestExchanges.all()).start()) {
      RecordingProxy proxy = RecordingProxy.newBuilder(upstream.uri(), file).start();
      HttpResponse<String> answer = Wire.send(Wire.again(proxy.uri(), TestExchanges.plain()));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThatThrownBy(proxy::close)
          .isInstanceOf(RecordingFailed.class)
          .hasMessageContaining(file.toString());
      proxy.close();
    }
  }

  @Test
  void upstreamWithACredentialInItIsRefusedWithoutShowingIt() {
    assertThatThrownBy(
            () -> RecordingProxy.newBuilder(URI.create("http://me:" + "canary@host/"), folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary");
  }

  private String onlyFile() throws IOException {
    try (var files = Files.list(folder)) {
      return Files.readString(files.findFirst().orElseThrow());
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ReplayServer answering(
      int status, Map<String, List<String>> headers, byte[] body) {
    Exchange.Response response = new Exchange.Response(status, headers, body);
    Exchange exchange =
        new Exchange("x", "", "", "", "", Optional.empty(), response, Json.Obj.EMPTY);
    return ReplayServer.newBuilder().matching(Matching.IN_ORDER).exchange(exchange).start();
  }
}
