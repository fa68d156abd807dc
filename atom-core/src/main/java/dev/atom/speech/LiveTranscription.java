package dev.atom.speech;

import dev.atom.model.Warning;
import java.util.List;
import java.util.Optional;

/**
 * Speech that is written down while it is spoken.
 *
 * <p>One thread sends the sound, and one, mostly another, takes the events; {@link #close()} may
 * come from any: it ends both and frees the connection. A transcription that breaks throws {@link
 * dev.atom.model.ModelException} from both sides, and again on every later call. Only {@link
 * LiveEvent.Finished} tells that everything that was sent was heard.
 */
public interface LiveTranscription extends AutoCloseable {
  /**
   * Sends sound. Waits while the provider takes it more slowly than it comes.
   *
   * @param audio a piece of any length above 0, in the request's form; copied
   * @throws IllegalStateException after {@link #finish()}
   * @throws dev.atom.model.ModelException if the transcription broke
   */
  void send(byte[] audio);

  /**
   * Asks for what was heard so far as final text at once, as when a button to talk is let go. A
   * model that finds the ends of turns by itself passes it over.
   *
   * @throws IllegalStateException after {@link #finish()}
   * @throws dev.atom.model.ModelException if the transcription broke
   */
  void flush();

  /**
   * Tells that there is no more sound. What is still to be said of it comes as events, the last of
   * them {@link LiveEvent.Finished}. Only the first time counts.
   *
   * @throws dev.atom.model.ModelException if the transcription broke
   */
  void finish();

  /**
   * Waits for the next event.
   *
   * @return the event; at the end {@link LiveEvent.Finished}, and again on every later call
   * @throws dev.atom.model.ModelException if the transcription broke
   */
  LiveEvent next();

  /**
   * Returns the provider's id of the request, for its support.
   *
   * @return empty where it gives none
   */
  Optional<String> requestId();

  /**
   * Returns what was not honoured of the request.
   *
   * @return often empty
   */
  List<Warning> warnings();

  @Override
  void close();
}
