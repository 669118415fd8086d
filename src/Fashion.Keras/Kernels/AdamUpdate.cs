using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// One Adam step over some elements (Kingma and Ba, 2014, with Keras's "epsilon hat"):
/// m += (g - m)(1 - b1); v += (g * g - v)(1 - b2); w -= alpha * m / (sqrt(v) + epsilon). With AMSGrad the root is taken of the
/// largest v so far. Tail rule: the last few elements are done one by one.
/// </summary>
internal static unsafe class AdamUpdate
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* w, float* m, float* v, float* largest, float* g, float alpha, float rate1, float rate2, float epsilon, int count)
    {
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> gradient = Vector.Load(g + i), momentum = Vector.Load(m + i), velocity = Vector.Load(v + i);
            momentum += (gradient - momentum) * rate1;
            velocity += (gradient * gradient - velocity) * rate2;
            momentum.Store(m + i);
            velocity.Store(v + i);
            if (largest is not null)
            {
                velocity = Vector.Max(velocity, Vector.Load(largest + i));
                velocity.Store(largest + i);
            }
            (Vector.Load(w + i) - momentum * alpha / (Vector.SquareRoot(velocity) + Vector.Create(epsilon))).Store(w + i);
        }
        for (; i < count; i++)
        {
            m[i] += (g[i] - m[i]) * rate1;
            v[i] += (g[i] * g[i] - v[i]) * rate2;
            float velocity = v[i];
            if (largest is not null) largest[i] = velocity = MathF.Max(velocity, largest[i]);
            w[i] -= m[i] * alpha / (MathF.Sqrt(velocity) + epsilon);
        }
    }
}
