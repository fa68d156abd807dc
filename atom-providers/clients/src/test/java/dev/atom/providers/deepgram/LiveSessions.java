package dev.atom.providers.deepgram;

import dev.atom.CallContext;
import dev.atom.providers.Profile;
import dev.atom.providers.Provider;
import dev.atom.secret.Secret;
import dev.atom.speech.AudioFormat;
import dev.atom.speech.LiveEvent;
import dev.atom.speech.LiveTranscription;
import dev.atom.speech.LiveTranscriptionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A live session with a local server, for tests elsewhere. */
public final class LiveSessions {
  private LiveSessions() {}

  /** Speaks to a provider that writes down two words; returns all it told. */
  public static List<LiveEvent> speak(Profile profile) throws Exception {
    try (SpeechServer server = new SpeechServer()) {
      server.serve(
          peer -> {
            peer.accept(Map.of());
            peer.read();
            peer.read();
            peer.text(
                "{\"type\":\"Results\",\"is_final\":true,\"channel\":{\"alternatives\":"
                    + "[{\"transcript\":\"Good morning\"}]}}");
            peer.text("{\"type\":\"Metadata\",\"duration\":2.5,\"channels\":1}");
            peer.close(1000, "");
            peer.awaitClosed();
          });
      Provider provider =
          Provider.of(
              profile.toBuilder().base(server.base().toString()).build(),
              ref -> Optional.of(Secret.of(Deepgram.KEY)));
      LiveTranscriptionRequest request =
          LiveTranscriptionRequest.newBuilder(new AudioFormat(16_000, 1)).build();
      List<LiveEvent> events = new ArrayList<>();
      try (LiveTranscription live =
          provider.liveTranscription("nova-3").open(request, CallContext.create())) {
        live.send(new byte[640]);
        live.finish();
        LiveEvent event = live.next();
        events.add(event);
        while (!(event instanceof LiveEvent.Finished)) {
          event = live.next();
          events.add(event);
        }
      }
      return events;
    }
  }
}
