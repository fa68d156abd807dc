package dev.atom.endpoint.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.atom.mock.MockModel;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint as a servlet, in Tomcat. */
class ServletTest {
  // @start region="servlet"
  static final class EndpointServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient OpenAiEndpoint endpoint;

    EndpointServlet(OpenAiEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
      endpoint.handle(new ServletExchange(request, response));
    }
  }

  record ServletExchange(HttpServletRequest request, HttpServletResponse response)
      implements EndpointExchange {
    @Override
    public String method() {
      return request.getMethod();
    }

    @Override
    public String path() {
      return request.getRequestURI();
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public InputStream body() throws IOException {
      return request.getInputStream();
    }

    @Override
    public OutputStream respond(int status, Map<String, String> headers, long length)
        throws IOException {
      response.setStatus(status);
      headers.forEach(response::setHeader);
      if (length >= 0) {
        response.setContentLengthLong(length);
      }
      return response.getOutputStream();
    }
  }

  // @end

  /** Kept, so that it stays silent. */
  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  @TempDir private Path folder;

  private final Tomcat tomcat = new Tomcat();
  private final SilentModel silent = new SilentModel();
  private OpenAIClient client;

  @BeforeEach
  void start() throws LifecycleException {
    TOMCAT.setLevel(Level.OFF);
    OpenAiEndpoint endpoint =
        OpenAiEndpoint.newBuilder(TestEndpoint.callers())
            .chat("acme/fast", MockModel.newBuilder().pieceSize(2).reply("Good day").build())
            .chat("silent", silent)
            .keepAlive(Duration.ofMillis(5))
            .build();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    tomcat
        .getConnector()
        .getProtocolHandler()
        .setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Context context = tomcat.addContext("", folder.toString());
    Tomcat.addServlet(context, "openai", new EndpointServlet(endpoint));
    context.addServletMappingDecoded("/v1/*", "openai");
    tomcat.start();
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl("http://localhost:" + tomcat.getConnector().getLocalPort() + "/v1")
            .apiKey(TestEndpoint.KEY)
            .build();
  }

  @AfterEach
  void stop() throws LifecycleException {
    client.close();
    tomcat.stop();
    tomcat.destroy();
  }

  private static ChatCompletionCreateParams asking(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage("Hello").build();
  }

  @Test
  void answersAndListsModels() {
    assertThat(client.models().retrieve("acme/fast").id()).isEqualTo("acme/fast");
    assertThat(
            client
                .chat()
                .completions()
                .create(asking("acme/fast"))
                .choices()
                .get(0)
                .message()
                .content())
        .contains("Good day");
  }

  @Test
  void streamsAndCancelsTheModelOfAClientThatLeaves() throws InterruptedException {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(asking("silent"))) {
      assertThat(stream.stream().findFirst()).isPresent();
    }

    assertThat(silent.awaitEnd()).isTrue();
    assertThat(silent.cancelled()).isTrue();
  }
}
