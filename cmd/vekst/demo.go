package main

import "context"

func demo(ctx context.Context, args []string) error { return serve(ctx, args) }
