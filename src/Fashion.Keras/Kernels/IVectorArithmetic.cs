namespace Fashion.Keras.Kernels;

/// <summary>What formulas on vectors are written in, for any kind of vector; every call is one instruction or a few.</summary>
/// <typeparam name="TVector">A vector of floats. As a mask, a lane is on when all of its bits are set.</typeparam>
internal interface IVectorArithmetic<TVector>
    where TVector : unmanaged
{
    static abstract TVector Zero { get; }

    /// <summary>The number in every lane.</summary>
    static abstract TVector Create(float value);

    static abstract TVector Add(TVector x, TVector y);

    static abstract TVector Subtract(TVector x, TVector y);

    static abstract TVector Multiply(TVector x, TVector y);

    /// <summary>x * y + z, rounded once where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

    static abstract TVector Divide(TVector x, TVector y);

    static abstract TVector Abs(TVector x);

    /// <summary>A number, not negative, with the sign of another.</summary>
    static abstract TVector WithSign(TVector size, TVector sign);

    /// <summary>x limited to [low, high]; NaN stays.</summary>
    static abstract TVector Clamp(TVector x, TVector low, TVector high);

    /// <summary>x * 2^n, rounded once; n is a whole number from -200 to 200.</summary>
    static abstract TVector Scale(TVector x, TVector n);

    /// <summary>A mask of the lanes in which x is greater than y.</summary>
    static abstract TVector GreaterThan(TVector x, TVector y);

    /// <summary>Per lane, x where the mask is on, else y.</summary>
    static abstract TVector Select(TVector mask, TVector x, TVector y);
}
