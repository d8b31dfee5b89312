using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Requests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "request_states",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    business = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    due = table.Column<long>(type: "bigint", nullable: true),
                    filed_by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    focus = table.Column<Guid>(type: "uuid", nullable: true),
                    is_open = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    member = table.Column<Guid>(type: "uuid", nullable: false),
                    programme = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    received = table.Column<long>(type: "bigint", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_request_states", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_request_states_is_open_due_id",
                table: "request_states",
                columns: new[] { "is_open", "due", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_request_states_kind_business_id",
                table: "request_states",
                columns: new[] { "kind", "business", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_request_states_member_kind",
                table: "request_states",
                columns: new[] { "member", "kind" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "request_states");
        }
    }
}
