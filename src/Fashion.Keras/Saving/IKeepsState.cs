namespace Fashion.Keras.Saving;

/// <summary>Takes part in a run and remembers something that an interrupted run needs to continue exactly.</summary>
internal interface IKeepsState
{
    /// <summary>Its class: state goes back to one of the same class only.</summary>
    string Kind { get; }

    /// <summary>Writes down what it remembers.</summary>
    void WriteState(KeptState state);

    /// <summary>Checks what <see cref="WriteState"/> wrote.</summary>
    /// <returns>Takes it back; it cannot fail.</returns>
    /// <exception cref="ModelFormatException">It cannot be what was written; nothing has changed.</exception>
    Action ReadState(KeptState state);
}
