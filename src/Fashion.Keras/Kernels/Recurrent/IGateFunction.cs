namespace Fashion.Keras.Kernels;

/// <summary>A function of gates or states, and its slope.</summary>
internal interface IGateFunction : IVectorFunction
{
    /// <summary>A gradient times the slope of f where its result is y.</summary>
    static abstract TVector Slope<TArithmetic, TVector>(TVector gradient, TVector y)
        where TArithmetic : IVectorArithmetic<TVector>
        where TVector : unmanaged;
}
