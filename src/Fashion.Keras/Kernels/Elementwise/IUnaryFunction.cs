using System.Numerics;

namespace Fashion.Keras.Kernels;

/// <summary>A function of one number on all lanes of a vector; a type per function, so that its loop is compiled with it inlined.</summary>
internal interface IUnaryFunction
{
    static abstract Vector<float> Apply(Vector<float> x);
}

/// <summary>A function of one number that is written for any kind of vector, so that its loop takes the widest registers.</summary>
internal interface IVectorFunction
{
    /// <summary>f(x)</summary>
    static abstract TVector Apply<TArithmetic, TVector>(TVector x)
        where TArithmetic : IVectorArithmetic<TVector>
        where TVector : unmanaged;
}

/// <summary>A function of two numbers on all lanes of a vector.</summary>
internal interface IBinaryFunction
{
    static abstract Vector<float> Apply(Vector<float> x, Vector<float> y);
}
