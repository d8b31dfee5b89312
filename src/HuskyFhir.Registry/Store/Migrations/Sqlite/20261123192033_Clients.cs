using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Clients : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "client_keys",
                columns: table => new
                {
                    client = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    kid = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    added = table.Column<long>(type: "INTEGER", nullable: false),
                    jwk = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    until = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_client_keys", x => new { x.client, x.kid });
                });

            migrationBuilder.CreateTable(
                name: "clients",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    changed = table.Column<long>(type: "INTEGER", nullable: false),
                    disabled = table.Column<long>(type: "INTEGER", nullable: false),
                    keys_url = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    kind = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    made = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    npi = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    purposes = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    scopes = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clients", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "signing_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    active = table.Column<long>(type: "INTEGER", nullable: false),
                    made = table.Column<long>(type: "INTEGER", nullable: false),
                    secret = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signing_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "used_assertions",
                columns: table => new
                {
                    client = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    jti = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_assertions", x => new { x.client, x.jti });
                });

            migrationBuilder.CreateIndex(
                name: "ix_used_assertions_until",
                table: "used_assertions",
                column: "until");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "client_keys");

            migrationBuilder.DropTable(
                name: "clients");

            migrationBuilder.DropTable(
                name: "signing_keys");

            migrationBuilder.DropTable(
                name: "used_assertions");
        }
    }
}
