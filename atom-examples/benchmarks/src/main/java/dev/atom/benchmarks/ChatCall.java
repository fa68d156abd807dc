package dev.atom.benchmarks;

import dev.atom.http.Transport;
import dev.atom.model.ChatModel;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.secret.Secret;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole chat call to a server on this machine: Atom's client against OkHttp with Jackson. The bare
 * side sends, ready made, the very bytes that the client sent, and picks the text out of the tree.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
// Without it the JDK's server waits for acknowledgements, and only that would be measured.
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChatCall {
  private static final String QUESTION = "Where is my parcel? It should have come on Friday.";
  private static final String KEY = "sk-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL";
  private static final MediaType JSON = MediaType.get("application/json");

  private final ChatServer server = new ChatServer();
  private final Transport transport = Transport.create();
  private final ChatModel model =
      Provider.newBuilder(
              Profiles.openAiChatCompletions().toBuilder().base(server.base().toString()).build())
          .keys(ref -> Optional.of(Secret.of(KEY)))
          .transport(transport)
          .build()
          .chat("gpt-5.4");
  private final OkHttpClient client = new OkHttpClient();
  private final JsonMapper mapper = new JsonMapper();
  private byte[] body = new byte[0];

  /**
   * Keeps the bytes that the client sends, and checks that both sides read the same text.
   *
   * @throws IOException if the bare call fails
   */
  @Setup
  public void prepare() throws IOException {
    String text = chat();
    body = server.question();
    if (!text.equals(ChatServer.TEXT) || !bareOkHttp().equals(text)) {
      throw new IllegalStateException("the two sides read different texts");
    }
  }

  /** Stops the server and both clients. */
  @TearDown
  public void close() {
    transport.close();
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
    server.close();
  }

  /**
   * The floor: OkHttp, and Jackson's tree of the reply.
   *
   * @return the text of the reply
   * @throws IOException if the call fails
   */
  @Benchmark
  public String bareOkHttp() throws IOException {
    Request request =
        new Request.Builder()
            .url(server.base() + "/chat/completions")
            .header("Authorization", "Bearer " + KEY)
            .post(RequestBody.create(body, JSON))
            .build();
    try (Response response = client.newCall(request).execute()) {
      return mapper.readTree(response.body().bytes()).at("/choices/0/message/content").asString();
    }
  }

  /**
   * Atom's client: writes the request, finds the key, sends, reads the whole reply.
   *
   * @return the text of the reply
   */
  @Benchmark
  public String chat() {
    return model.chat(QUESTION).text();
  }

  /** What the server was last asked. */
  byte[] lastQuestion() {
    return server.question();
  }
}
