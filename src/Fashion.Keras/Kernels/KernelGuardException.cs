namespace Fashion.Keras.Kernels;

/// <summary>A precondition of a kernel does not hold: a mistake of the engine, never of a user. Builds with guards throw it.</summary>
internal sealed class KernelGuardException(string message) : Exception(message);
