package dev.atom.providers.deepgram;

import dev.atom.CallContext;
import dev.atom.model.ModelRef;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Client;
import dev.atom.speech.LiveTranscriber;
import dev.atom.speech.LiveTranscription;
import dev.atom.speech.LiveTranscriptionRequest;
import java.util.ArrayList;
import java.util.List;

/** Writes down speech as it is spoken: Flux by {@code /v2/listen}, others by {@code /v1/listen}. */
final class LiveModel implements LiveTranscriber {
  private final Client client;
  private final ModelRef ref;
  private final Beats beats;

  LiveModel(Client client, ModelRef ref, Beats beats) {
    this.client = client;
    this.ref = ref;
    this.beats = beats;
  }

  @Override
  public ModelRef ref() {
    return ref;
  }

  @Override
  public LiveTranscription open(LiveTranscriptionRequest request, CallContext context) {
    LiveMessages messages =
        ref.name().startsWith("flux") ? new TurnMessages() : new ListenMessages(request.channels());
    List<Warning> warnings = new ArrayList<>();
    String path = messages.path(ref, request, warnings);
    return client.openWebSocket(
        client.get(path, ref),
        ref,
        DeepgramErrors::read,
        context,
        socket -> new LiveSession(socket, messages, warnings, beats));
  }
}
