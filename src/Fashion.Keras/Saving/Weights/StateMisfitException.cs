namespace Fashion.Keras.Saving;

/// <summary>
/// The training state in a file is whole, but belongs to another optimizer or to other weights. Loading may go on without it.
/// </summary>
/// <param name="message">What does not fit.</param>
internal sealed class StateMisfitException(string message) : ModelFormatException(message);
