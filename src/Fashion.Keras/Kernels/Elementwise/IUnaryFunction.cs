using System.Numerics;

namespace Fashion.Keras.Kernels;

/// <summary>A function of one number on all lanes of a vector; a type per function, so that its loop is compiled with it inlined.</summary>
internal interface IUnaryFunction
{
    static abstract Vector<float> Apply(Vector<float> x);
}

/// <summary>A function of two numbers on all lanes of a vector.</summary>
internal interface IBinaryFunction
{
    static abstract Vector<float> Apply(Vector<float> x, Vector<float> y);
}
