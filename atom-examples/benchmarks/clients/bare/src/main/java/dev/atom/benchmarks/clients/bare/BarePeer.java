package dev.atom.benchmarks.clients.bare;

import dev.atom.benchmarks.clients.Peer;
import dev.atom.benchmarks.clients.Protocol;
import dev.atom.benchmarks.clients.Question;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The floor: OkHttp and Jackson's streaming parser, one for the whole stream. It knows nothing but
 * where the text is, and checks nothing but the status.
 */
final class BarePeer implements Peer {
  private static final MediaType JSON = MediaType.get("application/json");

  private final Protocol protocol;
  private final HttpUrl url;
  private final OkHttpClient client;
  private final JsonFactory json = new JsonFactory();

  BarePeer(Protocol protocol, URI base, int connections) {
    this.protocol = protocol;
    url = HttpUrl.get(base + protocol.path());
    client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(connections, 5, TimeUnit.MINUTES))
            .build();
  }

  @Override
  public String chat() throws IOException {
    try (Response response = send(false);
        JsonParser parser = parser(response.body().byteStream())) {
      String text = "";
      String name = protocol == Protocol.CHAT ? "content" : "text";
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING && name.equals(parser.currentName())) {
          text = parser.getString();
        }
      }
      return text;
    }
  }

  @Override
  public void stream(Consumer<String> tokens) throws IOException {
    try (Response response = send(true);
        JsonParser parser = parser(new EventData(response.body().source()))) {
      String name =
          switch (protocol) {
            case CHAT -> "content";
            case RESPONSES -> "delta";
            case MESSAGES -> "text";
          };
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING && name.equals(parser.currentName())) {
          tokens.accept(parser.getString());
        }
      }
    }
  }

  private JsonParser parser(InputStream in) {
    return json.createParser(ObjectReadContext.empty(), in);
  }

  private Response send(boolean stream) throws IOException {
    Request.Builder request =
        new Request.Builder().url(url).post(RequestBody.create(body(stream), JSON));
    if (protocol == Protocol.MESSAGES) {
      request.header("x-api-key", Question.KEY).header("anthropic-version", "2023-06-01");
    } else {
      request.header("Authorization", "Bearer " + Question.KEY);
    }
    if (stream) {
      request.header("Accept-Encoding", "identity");
    }
    Response response = client.newCall(request.build()).execute();
    if (!response.isSuccessful()) {
      response.close();
      throw new IOException("status " + response.code());
    }
    return response;
  }

  private byte[] body(boolean stream) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
      out.writeStartObject();
      out.writeStringProperty("model", Question.MODEL);
      if (protocol == Protocol.MESSAGES) {
        out.writeStringProperty("system", Question.SYSTEM);
        out.writeNumberProperty("max_tokens", Question.MOST_TOKENS);
      }
      out.writeArrayPropertyStart(protocol == Protocol.RESPONSES ? "input" : "messages");
      if (protocol != Protocol.MESSAGES) {
        message(out, "system", Question.SYSTEM);
      }
      message(out, "user", Question.TEXT);
      out.writeEndArray();
      out.writeBooleanProperty("stream", stream);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void message(JsonGenerator out, String role, String text) {
    out.writeStartObject();
    out.writeStringProperty("role", role);
    out.writeStringProperty("content", text);
    out.writeEndObject();
  }

  @Override
  public void close() {
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
  }
}
