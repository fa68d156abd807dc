package dev.atom.providers.openai;

import dev.atom.CallContext;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.AudioStream;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Opened;
import dev.atom.speech.SpeechModel;
import dev.atom.speech.SpeechRequest;
import dev.atom.speech.SpeechStream;
import dev.atom.speech.SpokenAudio;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** OpenAI's speech. */
final class OpenAiSpeech implements SpeechModel {
  private static final int BUFFER = 8192;

  private final Client client;
  private final ModelRef ref;

  OpenAiSpeech(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  @Override
  public ModelRef ref() {
    return ref;
  }

  @Override
  public SpokenAudio speak(SpeechRequest request, CallContext context) {
    try (SpeechStream stream = stream(request, context)) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER];
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        all.write(buffer, 0, count);
      }
      return SpokenAudio.of(
          ref, stream.mediaType(), all.toByteArray(), stream.usage(), stream.warnings());
    }
  }

  @Override
  public SpeechStream stream(SpeechRequest request, CallContext context) {
    SpeechBody body = new SpeechBody(new Habits(client.profile()), request, ref);
    return client.open(
        // Compression would hold sound back until a block is full.
        client.post("audio/speech", body.write(), ref).header("Accept-Encoding", "identity"),
        ref,
        OpenAiErrors::read,
        context,
        opened -> begin(opened, request, body.warnings()));
  }

  private static SpeechStream begin(Opened opened, SpeechRequest request, List<Warning> warnings) {
    String text = request.text();
    Usage usage = Usage.newBuilder().characters(text.codePointCount(0, text.length())).build();
    String type = opened.mediaType();
    if (type.startsWith("text/event-stream")) {
      SpeechEvents events = new SpeechEvents(opened, usage);
      return new AudioStream(opened, request.encoding().mediaType(), events, warnings);
    }
    if (type.contains("json") || type.startsWith("text/")) {
      throw opened.whole().unexpected("the reply is no sound but of type " + type);
    }
    return AudioStream.bytes(opened, usage, warnings);
  }

  @Override
  public String toString() {
    return "OpenAiSpeech[" + ref + "]";
  }
}
