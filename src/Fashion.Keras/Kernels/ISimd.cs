namespace Fashion.Keras.Kernels;

/// <summary>
/// The few vector operations that the kernels are written in, for one register width. Kernels are generic over an
/// implementation and its register type; the compiler makes a separate body per width in which every call is one instruction.
/// </summary>
/// <typeparam name="TVector">A register of floats. As a mask, a lane is on when all of its bits are set.</typeparam>
internal unsafe interface ISimd<TVector> : IVectorArithmetic<TVector>
    where TVector : unmanaged
{
    /// <summary>Floats in a register.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the largest matrix tile (two registers wide) whose sums all stay in registers.</summary>
    static abstract int TileRows { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* destination);

    /// <summary>A mask whose first lanes are on.</summary>
    static abstract TVector FirstLanes(int count);

    /// <summary>Reads only the lanes that are on; the others are zero.</summary>
    static abstract TVector Load(float* source, TVector mask);

    /// <summary>Writes only the lanes that are on.</summary>
    static abstract void Store(TVector value, float* destination, TVector mask);

    /// <summary>The larger number per lane; NaN where either is NaN.</summary>
    static abstract TVector Max(TVector x, TVector y);

    /// <summary>The larger number per lane, where neither is NaN.</summary>
    static abstract TVector MaxNumber(TVector x, TVector y);

    /// <summary>The sum of all lanes: of the halves, of their halves, and so on.</summary>
    static abstract float Sum(TVector x);

    /// <summary>The largest number of all lanes, where none is NaN.</summary>
    static abstract float LargestNumber(TVector x);

    /// <summary>Whether any lane of either holds a NaN.</summary>
    static abstract bool AnyNaN(TVector x, TVector y);

    /// <summary>A mask of the lanes that hold a NaN.</summary>
    static abstract TVector IsNaN(TVector x);

    static abstract TVector Or(TVector x, TVector y);

    /// <summary>A mask of the lanes whose bits are a smaller whole number.</summary>
    static abstract TVector BitsBelow(TVector x, int limit);

    /// <summary>A mask of the lanes that hold these bits: how whole numbers that travel as floats are compared.</summary>
    static abstract TVector HasBits(TVector x, int bits);

    /// <summary>1 / x to about 12 bits or better; a Newton step makes a float of it.</summary>
    static abstract TVector ReciprocalEstimate(TVector x);

    /// <summary>1 / sqrt(x) to about 12 bits or better; a Newton step makes a float of it.</summary>
    static abstract TVector ReciprocalSqrtEstimate(TVector x);
}
